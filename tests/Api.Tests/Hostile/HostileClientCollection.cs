namespace LearnML.Api.Tests.Hostile;

/// <summary>One service for all tests with hostile clients.</summary>
[CollectionDefinition(Name)]
public sealed class HostileClientCollection : ICollectionFixture<HostileClientFixture>
{
    public const string Name = "Hostile";
}
