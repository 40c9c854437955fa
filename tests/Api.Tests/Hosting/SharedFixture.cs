using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;
using LearnML.Training.Tests.Datasets;

[assembly: AssemblyFixture(typeof(SharedFixture))]

namespace LearnML.Api.Tests.Hosting;

/// <summary>
/// One service for all classes that only read, or whose names no other test uses, because a start takes seconds of processor time. A class that
/// needs an empty job list, an idle device or its own data folder takes <see cref="ServiceFixture"/>.
/// </summary>
public sealed class SharedFixture : IAsyncDisposable
{
    private readonly TemporaryFolder data = new();
    private readonly Lazy<Service> service;
    private readonly Lazy<Job> job;

    public SharedFixture()
    {
        // Task.Run leaves the scheduler of the tests, whose few threads may all wait here. The service starts only if a test uses it.
        service = new(() => Task.Run(() => Service.StartAsync(data, RealDatasets.Available ? RealDatasets.Folder : null)).GetAwaiter().GetResult());
        job = new(
            () => Task.Run(() => Service.RunJobAsync(SampleSpecs.Quick with { Model = SampleSpecs.CreateModelName() })).GetAwaiter().GetResult());
    }

    /// <summary>A job that has trained a model.</summary>
    public Job Job => job.Value;

    internal Service Service => service.Value;

    internal TemporaryFolder Data => data;

    public async ValueTask DisposeAsync()
    {
        if (service.IsValueCreated)
        {
            await service.Value.DisposeAsync();
        }

        data.Dispose();
    }
}
