namespace DataSharing.Web.Tests.Security;

/// <summary>For what happens beside the request: looks again for at most ten seconds.</summary>
internal static class Eventually
{
    public static async Task TrueAsync(Func<Task<bool>> condition)
    {
        for (var i = 0; i < 200; i++)
        {
            if (await condition())
            {
                return;
            }

            await Task.Delay(50);
        }

        Assert.Fail("Did not become true within ten seconds.");
    }
}
