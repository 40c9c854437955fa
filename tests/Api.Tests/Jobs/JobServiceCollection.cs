using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Jobs;

/// <summary>One service for classes that need an idle device or the data folder, and therefore run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class JobServiceCollection : ICollectionFixture<ServiceFixture>
{
    public const string Name = "job service";
}
