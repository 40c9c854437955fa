namespace LearnML.Api.Tests.Access;

/// <summary>One service that requires keys, shared by all tests of access.</summary>
[CollectionDefinition(Name)]
public sealed class SecuredServiceCollection : ICollectionFixture<SecuredServiceFixture>
{
    public const string Name = "secured service";
}
