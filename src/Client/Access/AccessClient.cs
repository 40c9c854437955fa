using LearnML.Contracts;

namespace LearnML.Client;

/// <summary>Manages API keys and reads the audit log. All methods except <see cref="GetCallerAsync"/> need the scope <c>admin</c>.</summary>
public sealed class AccessClient
{
    private readonly JsonRequests requests;

    internal AccessClient(JsonRequests requests) => this.requests = requests;

    /// <summary>Returns the caller that the service recognizes in this client; null if it is not authenticated.</summary>
    public async Task<Caller?> GetCallerAsync(CancellationToken cancellationToken = default) =>
        (await requests.GetAsync<Session>("api/session", cancellationToken)).Caller;

    /// <summary>Returns all keys, including revoked ones.</summary>
    public Task<IReadOnlyList<Key>> ListKeysAsync(CancellationToken cancellationToken = default) =>
        requests.GetAsync<IReadOnlyList<Key>>("api/keys", cancellationToken);

    /// <summary>Creates a key. Its secret is returned only once.</summary>
    /// <exception cref="LearnMLException">The request is invalid (400).</exception>
    public Task<NewKey> CreateKeyAsync(KeyRequest request, CancellationToken cancellationToken = default) =>
        requests.PostAsync<NewKey>("api/keys", request, cancellationToken);

    /// <summary>Revokes a key.</summary>
    /// <exception cref="LearnMLException">The key does not exist (404).</exception>
    public Task RevokeKeyAsync(string name, CancellationToken cancellationToken = default) =>
        requests.DeleteAsync($"api/keys/{Uri.EscapeDataString(name)}", cancellationToken);

    /// <summary>Returns the audit log's lines after a sequence number, oldest first.</summary>
    public Task<IReadOnlyList<AuditEntry>> ReadAuditLogAsync(long after = 0, int take = 100, CancellationToken cancellationToken = default) =>
        requests.GetAsync<IReadOnlyList<AuditEntry>>(JsonRequests.AddQuery("api/audit", ("after", after), ("take", take)), cancellationToken);
}
