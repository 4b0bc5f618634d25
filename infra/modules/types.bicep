// What several modules take.

@export()
@description('Ids of the private zones, by the group of the private endpoint that registers in them.')
type ZoneIds = {
  blob: string
  table: string
  namespace: string
  vault: string
}
