using LearnML.Contracts;

namespace LearnML.Api.Tests.Hosting;

/// <summary>A job that occupies the device until it is disposed.</summary>
internal sealed class BusyDevice : IAsyncDisposable
{
    private readonly Service service;

    private BusyDevice(Service service, Guid jobId) => (this.service, JobId) = (service, jobId);

    public Guid JobId { get; }

    /// <summary>Starts a job that would run for hours, and waits until it completes an epoch.</summary>
    public static async Task<BusyDevice> StartAsync(Service service, JobSpec? spec = null)
    {
        var busy = new BusyDevice(service, (await service.StartJobAsync(spec ?? SampleSpecs.Endless)).Id);
        await service.WaitForJobAsync(busy.JobId, job => job.Epoch >= 1);
        return busy;
    }

    public async ValueTask DisposeAsync() => await service.PostAsync($"/api/jobs/{JobId}/cancel");
}
