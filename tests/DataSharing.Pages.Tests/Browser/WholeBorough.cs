namespace DataSharing.Pages.Tests.Browser;

/// <summary>The borough with everything that happened in it in six months.</summary>
public sealed class WholeBorough : Borough
{
    protected override string? Part => null;
}

[CollectionDefinition(Name)]
public sealed class WholeCollection : ICollectionFixture<WholeBorough>
{
    public const string Name = "whole borough";
}
