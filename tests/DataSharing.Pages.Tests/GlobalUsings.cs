global using DataSharing.Pages.Tests.Browser;
global using DataSharing.Web.Tests;
global using DataSharing.Web.Tests.Exchange;
global using Microsoft.Playwright;
global using Xunit;

// One browser for all; pages of one borough change each other's lists.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
