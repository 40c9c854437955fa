namespace LearnML.Api.Tests.Hosting;

/// <summary>Another service for classes that take turns: those that are not of jobs, so that both can be under way at once.</summary>
[CollectionDefinition(Name)]
public sealed class SharedServiceCollection : ICollectionFixture<ServiceFixture>
{
    public const string Name = "in turn";
}
