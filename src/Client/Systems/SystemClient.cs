using LearnML.Contracts;

namespace LearnML.Client;

/// <summary>Reads information about the service's environment.</summary>
public sealed class SystemClient
{
    private readonly JsonRequests requests;

    internal SystemClient(JsonRequests requests) => this.requests = requests;

    /// <summary>Returns the device, GPUs, versions, memory, storage, live processes and queues.</summary>
    public Task<SystemInfo> GetAsync(CancellationToken cancellationToken = default) =>
        requests.GetAsync<SystemInfo>("api/system", cancellationToken);
}
