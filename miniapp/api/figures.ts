import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Days } from '#src/contract/figures.ts';
import { useDesk } from '../desk.ts';

/** While another period is on its way the one before stays. */
export function useFigures(days: Days) {
  const { client } = useDesk();
  return useQuery({
    queryKey: ['figures', days],
    queryFn: () => client.figures(days),
    placeholderData: keepPreviousData,
  });
}
