namespace LearnML.Api.Tests.Hostile;

/// <summary>The classes that share a service.</summary>
[CollectionDefinition(Name)]
public sealed class HostileTests : ICollectionFixture<HostileFixture>
{
    public const string Name = "Hostile";
}
