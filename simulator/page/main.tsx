import './looks/tokens.css';
import './looks/stage.css';
import './looks/phone.css';
import './looks/chat.css';
import './looks/card.css';
import './looks/weather.css';
import { createRoot } from 'react-dom/client';
import { Stage } from './stage/stage.tsx';

const place = document.getElementById('stage');
if (place) createRoot(place).render(<Stage />);
