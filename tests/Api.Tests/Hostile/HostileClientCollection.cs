namespace LearnML.Api.Tests.Hostile;

/// <summary>The classes that share a service.</summary>
[CollectionDefinition(Name)]
public sealed class HostileClientCollection : ICollectionFixture<HostileClientFixture>
{
    public const string Name = "Hostile";
}
