export { PeerAuthority, type PeerCertificates, peerTlsEnvironment } from './peer-authority.js';
