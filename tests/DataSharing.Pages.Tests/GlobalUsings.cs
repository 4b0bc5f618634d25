global using DataSharing.Pages.Tests.Browser;
global using DataSharing.Testing;
global using DataSharing.Web.Tests;
global using DataSharing.Web.Tests.Exchange;
global using Microsoft.Playwright;
global using Xunit;

// One borough's pages change each other's lists, so its tests take turns; another borough's go on beside them.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]
