/** What the service takes as a position. Browsers answer in WGS 84 (W3C Geolocation §3.1). */
export interface PositionFix {
  readonly latitude: number
  readonly longitude: number
  readonly accuracyMetres: number
  readonly datum: 'wgs84'
}
