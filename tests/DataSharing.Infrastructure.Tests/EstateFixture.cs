namespace DataSharing.Infrastructure.Tests;

/// <summary>Compiles the estate once for all tests.</summary>
public sealed class EstateFixture : IAsyncLifetime
{
    private Estate? compiled;

    internal Estate Estate => compiled ?? throw new InvalidOperationException("Nothing has been compiled.");

    internal string Json { get; private set; } = "";

    public async Task InitializeAsync()
    {
        var run = await Bicep.RunAsync("build", "main.bicep", "--stdout");
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Json = run.Output;
        compiled = Estate.Parse(Json);
    }

    public Task DisposeAsync() => Task.CompletedTask;
}
