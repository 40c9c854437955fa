namespace LearnML.Api.Tests.Hosting;

/// <summary>
/// One service for classes that run one after another and do not test jobs. It runs in parallel to <see cref="Jobs.JobServiceCollection"/>.
/// </summary>
[CollectionDefinition(Name)]
public sealed class SharedServiceCollection : ICollectionFixture<ServiceFixture>
{
    public const string Name = "shared service";
}
