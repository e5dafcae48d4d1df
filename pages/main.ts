import { language } from './messages/index.js';
import { placeOf } from './place.js';
import { showLoading } from './page.js';
import { address } from './views/address.js';
import { join } from './views/join.js';
import { people } from './views/people.js';
import { signIn } from './views/sign-in.js';
import { showInsecure, showNothing } from './views/nothing.js';

document.documentElement.lang = language;
showLoading();
// A link that is pasted over the same one, say with the part that was missing, does not load the page by itself.
addEventListener('hashchange', () => location.reload());
const place = placeOf(location.pathname);

// Browsers give out their cryptography over https, and to the machine itself.
if (!isSecureContext) showInsecure();
else if (!place) showNothing();
else if (place.view === 'join') await join(place.organizationId, place.linkId);
else if (place.view === 'sign-in') signIn(place.organizationId, place.linkId);
else if (place.view === 'address') address(place.organizationId, place.linkId);
else await people(place.organizationId);
