/** Names and values; a fact without a value is left out, a name of spaces is not shown. */
export function Facts({ facts }: { readonly facts: readonly (readonly [name: string, value: string | undefined])[] }) {
  return (
    <dl class="tile">
      {facts.map(
        ([name, value]) =>
          value && (
            <div key={name} class="fact">
              <dt>{name.trim()}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  )
}
