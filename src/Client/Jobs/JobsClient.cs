using LearnML.Contracts;

namespace LearnML.Client;

/// <summary>Runs specs and recipes, follows them, ends them. A job that is not there is a <see cref="LearnMLException"/> of status 404.</summary>
public sealed class JobsClient
{
    private readonly JsonRequests requests;
    private readonly JobWatch watch;

    internal JobsClient(JsonRequests requests, JobWatch watch) => (this.requests, this.watch) = (requests, watch);

    /// <summary>Runs a spec. Answers at once; the job waits for its device.</summary>
    /// <param name="spec">What to run; only its dataset is required.</param>
    /// <param name="cancellation">Ends the call, not the job.</param>
    /// <returns>The job, its spec with every default filled in.</returns>
    /// <exception cref="LearnMLException">The spec is wrong: <see cref="LearnMLException.Errors"/> has every wrong field.</exception>
    public Task<Job> RunAsync(JobSpec spec, CancellationToken cancellation = default) => requests.PostAsync<Job>("api/jobs", spec, cancellation);

    /// <summary>Says what a spec would run, without running it.</summary>
    /// <param name="spec">The spec; only its dataset is required.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The spec with every default filled in, and its network; or every wrong field.</returns>
    public Task<JobPreview> PreviewAsync(JobSpec spec, CancellationToken cancellation = default) => requests.PostAsync<JobPreview>("api/jobs/preview", spec, cancellation);

    /// <summary>Runs a recipe. Answers at once; the job waits for its device.</summary>
    /// <param name="name">The recipe.</param>
    /// <param name="patch">
    /// What should differ from its spec, as a JSON merge patch (RFC 7396): <c>new { training = new { epochs = 3 } }</c>. A field that is null gets its default. Default: nothing.
    /// </param>
    /// <param name="cancellation">Ends the call, not the job.</param>
    /// <exception cref="LearnMLException">There is no such recipe (404), or the patched spec is wrong.</exception>
    public Task<Job> RunRecipeAsync(string name, object? patch = null, CancellationToken cancellation = default) =>
        requests.PostAsync<Job>($"api/recipes/{JsonRequests.Part(name)}/jobs", patch, cancellation);

    /// <summary>A job as it stands.</summary>
    /// <exception cref="LearnMLException">There is no such job (404).</exception>
    public Task<Job> GetAsync(Guid id, CancellationToken cancellation = default) => requests.GetAsync<Job>($"api/jobs/{id}", cancellation);

    /// <summary>A page of the jobs, the newest first.</summary>
    /// <param name="state">Only those in this state. Default: any.</param>
    /// <param name="dataset">Only those on this dataset. Default: any.</param>
    /// <param name="model">Only those of this model. Default: any.</param>
    /// <param name="oldestFirst">Sort the oldest first.</param>
    /// <param name="skip">Jobs to leave out at the start.</param>
    /// <param name="take">Jobs to return at most, 1 to 200.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task<Page<Job>> ListAsync(
        JobState? state = null, string? dataset = null, string? model = null, bool oldestFirst = false, int skip = 0, int take = 50, CancellationToken cancellation = default) =>
        requests.GetAsync<Page<Job>>(
            JsonRequests.Query("api/jobs", ("state", state), ("dataset", dataset), ("model", model), ("oldestFirst", oldestFirst), ("skip", skip), ("take", take)), cancellation);

    /// <summary>The epochs of a job so far.</summary>
    /// <param name="id">The job.</param>
    /// <param name="after">The last sequence number that is known already; 0 for the whole history.</param>
    /// <param name="layers">Whether with what was measured of each layer, which is more than half of the answer.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task<IReadOnlyList<EpochMetrics>> MetricsAsync(Guid id, long after = 0, bool layers = true, CancellationToken cancellation = default) =>
        requests.GetAsync<IReadOnlyList<EpochMetrics>>(JsonRequests.Query($"api/jobs/{id}/metrics", ("after", after), ("layers", layers)), cancellation);

    /// <summary>The log of a job so far: what happened to it, other than its epochs.</summary>
    /// <param name="id">The job.</param>
    /// <param name="after">The last sequence number that is known already; 0 for the whole log.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task<IReadOnlyList<JobLogEntry>> LogAsync(Guid id, long after = 0, CancellationToken cancellation = default) =>
        requests.GetAsync<IReadOnlyList<JobLogEntry>>(JsonRequests.Query($"api/jobs/{id}/log", ("after", after)), cancellation);

    /// <summary>The final evaluation of a job that stopped, succeeded or diverged.</summary>
    /// <exception cref="LearnMLException">It has none (409).</exception>
    public Task<Report> ReportAsync(Guid id, CancellationToken cancellation = default) => requests.GetAsync<Report>($"api/jobs/{id}/report", cancellation);

    /// <summary>Lines jobs up: where their specs differ, their curves, their scores.</summary>
    /// <param name="ids">2 to 20 jobs.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task<JobComparison> CompareAsync(IEnumerable<Guid> ids, CancellationToken cancellation = default) =>
        requests.GetAsync<JobComparison>(JsonRequests.Query("api/jobs/compare", ("ids", string.Join(',', ids))), cancellation);

    /// <summary>Asks a job to finish now and keep its best epoch. Answers at once; the job ends after the batch in hand.</summary>
    /// <exception cref="LearnMLException">It has ended already (409).</exception>
    public Task<Job> StopAsync(Guid id, CancellationToken cancellation = default) => requests.PostAsync<Job>($"api/jobs/{id}/stop", null, cancellation);

    /// <summary>Ends a job and discards what it learned. Answers at once.</summary>
    /// <exception cref="LearnMLException">It has ended already (409).</exception>
    public Task<Job> CancelAsync(Guid id, CancellationToken cancellation = default) => requests.PostAsync<Job>($"api/jobs/{id}/cancel", null, cancellation);

    /// <summary>Lets a job that was stopped, failed or was interrupted go on from its latest checkpoint.</summary>
    /// <param name="id">The job.</param>
    /// <param name="epochs">Epochs in all. Default: those of its spec.</param>
    /// <param name="cancellation">Ends the call, not the job.</param>
    /// <exception cref="LearnMLException">It cannot go on (409), or not for so many epochs (400).</exception>
    public Task<Job> ResumeAsync(Guid id, int? epochs = null, CancellationToken cancellation = default) =>
        requests.PostAsync<Job>($"api/jobs/{id}/resume", epochs is null ? null : new { epochs }, cancellation);

    /// <summary>Deletes a job that has ended, with its metrics, its log and its report; the model version that it added stays.</summary>
    /// <exception cref="LearnMLException">It has not ended (409).</exception>
    public Task DeleteAsync(Guid id, CancellationToken cancellation = default) => requests.DeleteAsync($"api/jobs/{id}", cancellation);

    /// <summary>Waits until a job has ended, in whatever state, also where the service is away for a while.</summary>
    /// <returns>The job.</returns>
    public async Task<Job> WaitAsync(Guid id, CancellationToken cancellation = default)
    {
        await foreach (var _ in WatchAsync(id, after: long.MaxValue, cancellation))
        {
            // There is no epoch behind that; the watch only ends with the job.
        }

        return await GetAsync(id, cancellation);
    }

    /// <summary>
    /// Streams the epochs of a job as they come, each once and in order, until the job has ended. A connection that is lost later is opened
    /// again every second until the service is back, and the stream goes on where it was.
    /// </summary>
    /// <param name="id">The job.</param>
    /// <param name="after">The last sequence number that is known already; 0 for the whole history.</param>
    /// <param name="cancellation">Ends the stream.</param>
    /// <exception cref="LearnMLException">There is no such job (404).</exception>
    public IAsyncEnumerable<EpochMetrics> WatchAsync(Guid id, long after = 0, CancellationToken cancellation = default) => watch.FollowAsync(id, after, cancellation);
}
