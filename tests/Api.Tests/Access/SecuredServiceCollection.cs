namespace LearnML.Api.Tests.Access;

/// <summary>One guarded service for all tests of the doors.</summary>
[CollectionDefinition(Name)]
public sealed class SecuredServiceCollection : ICollectionFixture<SecuredServiceFixture>
{
    public const string Name = "guarded";
}
