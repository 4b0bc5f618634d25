// Tells the operators when the month costs more than was agreed. It stops nothing: safeguarding does not end with a budget.

param name string

@description('In the currency of the subscription\'s billing account.')
@minValue(1)
param monthlyAmount int

@description('First day of a month, for example 2026-12-01. Azure takes no month that has passed.')
param startDate string
param addresses string[]

resource budget 'Microsoft.Consumption/budgets@2024-08-01' = {
  name: '${name}-budget'
  properties: {
    category: 'Cost'
    amount: monthlyAmount
    timeGrain: 'Monthly'
    timePeriod: { startDate: startDate }
    notifications: {
      actualMost: { enabled: true, operator: 'GreaterThan', threshold: 80, thresholdType: 'Actual', contactEmails: addresses }
      actualAll: { enabled: true, operator: 'GreaterThan', threshold: 100, thresholdType: 'Actual', contactEmails: addresses }
      forecastAll: { enabled: true, operator: 'GreaterThan', threshold: 100, thresholdType: 'Forecasted', contactEmails: addresses }
    }
  }
}
