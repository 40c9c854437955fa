using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Models;

/// <summary>A service that has trained a model.</summary>
public sealed class TrainedModelFixture : IAsyncLifetime
{
    private readonly ServiceFixture fixture = new();

    public Job Job { get; private set; } = null!;

    internal Service Service => fixture.Service;

    internal TemporaryFolder Data => fixture.Data;

    public async ValueTask InitializeAsync()
    {
        await fixture.InitializeAsync();
        Job = await Service.RunJobAsync(SampleSpecs.Quick with { Model = SampleSpecs.CreateModelName() });
    }

    public ValueTask DisposeAsync() => fixture.DisposeAsync();
}
