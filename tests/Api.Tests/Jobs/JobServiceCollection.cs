using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Jobs;

/// <summary>One service for classes that need its device or its folder to themselves, and so take turns.</summary>
[CollectionDefinition(Name)]
public sealed class JobServiceCollection : ICollectionFixture<ServiceFixture>
{
    public const string Name = "jobs in turn";
}
