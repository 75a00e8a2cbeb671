export { billOfMaterials } from './bill-of-materials.js';
export { exceptionFaults, judgeAudit } from './judge-audit.js';
export { licencePage, refusedLicences } from './licence-page.js';
export { parseLockfile } from './lockfile.js';
export { shippedPackages } from './shipped-packages.js';
