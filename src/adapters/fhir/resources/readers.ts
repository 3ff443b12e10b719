import type { ResourceReader } from '../context.ts';
import { readAllergy } from './allergy.ts';
import { readCondition, readFamily } from './condition.ts';
import { readDevice, readEncounter, readImmunization, readPlan, readProcedure, readReport } from './deeds.ts';
import { readMedication } from './medication.ts';
import { readObservation } from './observation.ts';

const nothing: ResourceReader = () => [];

/** Who reads which kind of resource. What is not here says nothing of a patient's health (claims, organisations, practitioners) and is passed over. */
export const readers: Readonly<Record<string, ResourceReader>> = {
  Condition: readCondition,
  FamilyMemberHistory: readFamily,
  AllergyIntolerance: readAllergy,
  MedicationRequest: readMedication,
  MedicationStatement: readMedication,
  MedicationUsage: readMedication,
  MedicationAdministration: readMedication,
  MedicationDispense: readMedication,
  Observation: readObservation,
  DiagnosticReport: readReport,
  ImagingStudy: readReport,
  Procedure: readProcedure,
  Encounter: readEncounter,
  Immunization: readImmunization,
  DeviceUseStatement: readDevice,
  Device: readDevice,
  CarePlan: readPlan,
  Goal: readPlan,
  ServiceRequest: readPlan,
  Flag: readPlan,
  DetectedIssue: readPlan,
  // These say what they say in running text.
  DocumentReference: nothing,
  ClinicalImpression: nothing,
  Communication: nothing,
  Composition: nothing,
};
