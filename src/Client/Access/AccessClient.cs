using LearnML.Contracts;

namespace LearnML.Client;

/// <summary>Manages API keys and reads the audit log. All methods except <see cref="WhoAsync"/> need the scope <c>admin</c>.</summary>
public sealed class AccessClient
{
    private readonly JsonRequests requests;

    internal AccessClient(JsonRequests requests) => this.requests = requests;

    /// <summary>Returns the caller that the service recognizes in this client; null if it is not authenticated.</summary>
    public async Task<Caller?> WhoAsync(CancellationToken cancellation = default) =>
        (await requests.GetAsync<Session>("api/session", cancellation)).Caller;

    /// <summary>Returns all keys, including revoked ones.</summary>
    public Task<IReadOnlyList<Key>> KeysAsync(CancellationToken cancellation = default) =>
        requests.GetAsync<IReadOnlyList<Key>>("api/keys", cancellation);

    /// <summary>Creates a key. Its secret is returned only once.</summary>
    /// <exception cref="LearnMLException">The request is invalid (400).</exception>
    public Task<NewKey> CreateKeyAsync(KeyRequest request, CancellationToken cancellation = default) =>
        requests.PostAsync<NewKey>("api/keys", request, cancellation);

    /// <summary>Revokes a key.</summary>
    /// <exception cref="LearnMLException">The key does not exist (404).</exception>
    public Task RevokeKeyAsync(string name, CancellationToken cancellation = default) =>
        requests.DeleteAsync($"api/keys/{Uri.EscapeDataString(name)}", cancellation);

    /// <summary>Returns the audit log's lines after a sequence number, oldest first.</summary>
    public Task<IReadOnlyList<AuditEntry>> AuditAsync(long after = 0, int take = 100, CancellationToken cancellation = default) =>
        requests.GetAsync<IReadOnlyList<AuditEntry>>(JsonRequests.Query("api/audit", ("after", after), ("take", take)), cancellation);
}
