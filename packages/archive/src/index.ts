export type { Archive, ArchiveSource } from './archive.js';
export { type ArchiveManifest, archivedLength } from './archive-manifest.js';
export { openArchive } from './open-archive.js';
export type { ObjectBody } from './s3/object-body.js';
export type { UploadOptions } from './upload/upload-video.js';
export { within } from './within.js';
