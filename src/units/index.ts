// The units that come with dendra.
export * from './registry.ts';
