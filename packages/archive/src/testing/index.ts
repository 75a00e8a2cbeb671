export { type S3Server, signed, startS3Server } from './s3-server.js';
