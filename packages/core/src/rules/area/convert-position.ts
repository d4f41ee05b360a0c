import { type Coordinates, type Datum, toDatum } from '../../values/position.ts'

/** A conversion that remembers its last answer: several conditions of one evaluation ask about the same position. */
export function positionConverter(datum: Datum): (position: Coordinates) => Coordinates {
  let asked: Coordinates = { latitude: Number.NaN, longitude: Number.NaN, datum }
  let answer: Coordinates = asked
  return (position) => {
    const { latitude, longitude } = position
    if (position.datum === datum) return position
    if (latitude !== asked.latitude || longitude !== asked.longitude || position.datum !== asked.datum) {
      asked = { latitude, longitude, datum: position.datum }
      answer = toDatum(asked, datum)
    }
    return answer
  }
}
