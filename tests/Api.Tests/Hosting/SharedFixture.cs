using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;
using LearnML.Training.Tests.Datasets;

[assembly: AssemblyFixture(typeof(SharedFixture))]

namespace LearnML.Api.Tests.Hosting;

/// <summary>
/// One service for all classes that only ask, or whose names are nobody else's: a start costs seconds of processor time. Whoever needs an empty list,
/// an idle device or the folder to itself takes <see cref="ServiceFixture"/>.
/// </summary>
public sealed class SharedFixture : IAsyncDisposable
{
    private readonly TemporaryFolder data = new();
    private readonly Lazy<Service> service;
    private readonly Lazy<Job> job;

    public SharedFixture()
    {
        // Apart from the tests' own scheduler, whose few threads all may wait here; and not before it is asked for, as by a run of one other class.
        service = new(() => Task.Run(() => Service.StartAsync(data, RealDatasets.Available ? RealDatasets.Folder : null)).GetAwaiter().GetResult());
        job = new(() => Task.Run(() => Service.RunJobAsync(SampleSpecs.Quick with { Model = SampleSpecs.CreateModelName() })).GetAwaiter().GetResult());
    }

    /// <summary>A job that has trained a model, for requests to it.</summary>
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
