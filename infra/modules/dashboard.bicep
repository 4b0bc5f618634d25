// The operators' workbook.

param name string
param location string
param insightsId string

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, name, 'operators')
  location: location
  kind: 'shared'
  properties: {
    displayName: '${name}: how the platform does'
    category: 'workbook'
    sourceId: insightsId
    version: 'Notebook/1.0'
    serializedData: loadTextContent('../dashboard.workbook.json')
  }
}

output workbookId string = workbook.id
