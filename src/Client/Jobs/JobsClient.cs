using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using LearnML.Contracts;

namespace LearnML.Client;

/// <summary>Runs, watches, stops and compares jobs. An unknown job throws a <see cref="LearnMLException"/> with status 404.</summary>
public sealed class JobsClient
{
    private readonly JsonRequests requests;
    private readonly JobWatch watch;

    internal JobsClient(JsonRequests requests, JobWatch watch) => (this.requests, this.watch) = (requests, watch);

    /// <summary>Starts a job with a spec. Returns at once; the job waits for its device.</summary>
    /// <param name="spec">The spec; only its dataset is required. A field that is not set gets the default for its dataset.</param>
    /// <param name="cancellationToken">Cancels the request, not the job.</param>
    /// <returns>The job; its spec has every default filled in.</returns>
    /// <exception cref="LearnMLException">The spec is invalid (400); <see cref="LearnMLException.Errors"/> has every invalid field.</exception>
    public Task<Job> RunAsync(JobSpec spec, CancellationToken cancellationToken = default) =>
        requests.PostAsync<Job>("api/jobs", spec, cancellationToken);

    /// <summary>Starts a job with a spec and a name, note, tags, star or project.</summary>
    /// <param name="spec">The spec; only its dataset is required. A field that is not set gets the default for its dataset.</param>
    /// <param name="labels">What to write on the job. It is not part of the spec.</param>
    /// <param name="cancellationToken">Cancels the request, not the job.</param>
    /// <returns>The job; its spec has every default filled in.</returns>
    /// <exception cref="LearnMLException">
    /// The spec or a label is invalid (400); <see cref="LearnMLException.Errors"/> has every invalid field.
    /// </exception>
    public Task<Job> RunAsync(JobSpec spec, JobLabels labels, CancellationToken cancellationToken = default)
    {
        var body = JsonSerializer.SerializeToNode(spec, JsonRequests.JsonOptions)!.AsObject();
        foreach (var (name, value) in JsonSerializer.SerializeToNode(labels, JsonRequests.JsonOptions)!.AsObject())
        {
            body[name] = value?.DeepClone();
        }

        return RunAsync(body, cancellationToken);
    }

    /// <summary>Starts a job with a spec as JSON, for example one with <c>"network": "auto"</c>.</summary>
    /// <inheritdoc cref="RunAsync(JobSpec, CancellationToken)"/>
    public Task<Job> RunAsync(JsonObject spec, CancellationToken cancellationToken = default) =>
        requests.PostAsync<Job>("api/jobs", spec, cancellationToken);

    /// <summary>Checks a spec without running it.</summary>
    /// <param name="spec">The spec; only its dataset is required.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The spec with every default filled in and its network, or the errors of every invalid field.</returns>
    public Task<JobPreview> PreviewAsync(JobSpec spec, CancellationToken cancellationToken = default) =>
        requests.PostAsync<JobPreview>("api/jobs/preview", spec, cancellationToken);

    /// <summary>Starts a job with a recipe. Returns at once; the job waits for its device.</summary>
    /// <param name="name">The recipe's name.</param>
    /// <param name="patch">
    /// The changes to the recipe's spec, as a JSON merge patch (RFC 7396): <c>new { training = new { epochs = 3 } }</c>. A field that is null
    /// gets its default. Default: no changes.
    /// </param>
    /// <param name="cancellationToken">Cancels the request, not the job.</param>
    /// <exception cref="LearnMLException">The recipe does not exist (404), or the patched spec is invalid (400).</exception>
    public Task<Job> RunRecipeAsync(string name, object? patch = null, CancellationToken cancellationToken = default) =>
        requests.PostAsync<Job>($"api/recipes/{JsonRequests.EscapePathSegment(name)}/jobs", patch, cancellationToken);

    /// <summary>Returns a job in its current state.</summary>
    /// <exception cref="LearnMLException">The job does not exist (404).</exception>
    public Task<Job> GetAsync(Guid id, CancellationToken cancellationToken = default) =>
        requests.GetAsync<Job>($"api/jobs/{id}", cancellationToken);

    /// <summary>Changes the name, note, tags, star or project of a job, in any state.</summary>
    /// <param name="id">The job's id.</param>
    /// <param name="patch">
    /// The changes, as a JSON merge patch (RFC 7396): <c>new { name = "Second try", project = (string?)null }</c>. A field that is left out stays,
    /// and one that is null is removed. A <see cref="JobLabels"/> has every field, so it replaces all.
    /// </param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The changed job.</returns>
    /// <exception cref="LearnMLException">A field is invalid (400), or another caller posted the job (403).</exception>
    public Task<Job> UpdateAsync(Guid id, object patch, CancellationToken cancellationToken = default) =>
        requests.PatchAsync<Job>($"api/jobs/{id}", patch, cancellationToken);

    /// <summary>Returns a page of the jobs that a search finds.</summary>
    /// <param name="search">What to find, and in which order. Default: all jobs, the newest first.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The page; its <see cref="Page{T}.Next"/> is the <see cref="JobSearch.Cursor"/> of the next one.</returns>
    /// <exception cref="LearnMLException">The search is invalid (400).</exception>
    public Task<Page<Job>> ListAsync(JobSearch search, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(search);
        return requests.GetAsync<Page<Job>>(
            JsonRequests.AddQuery(
                "api/jobs",
                ("filter", search.Filter), ("search", search.Text), ("sort", search.Sort), ("cursor", search.Cursor), ("take", search.Take)),
            cancellationToken);
    }

    /// <summary>Returns all jobs that a search finds, page by page.</summary>
    /// <inheritdoc cref="ListAsync(JobSearch, CancellationToken)"/>
    public async IAsyncEnumerable<Job> ListAllAsync(JobSearch search, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(search);
        Page<Job> page;
        do
        {
            page = await ListAsync(search, cancellationToken).ConfigureAwait(false);
            foreach (var job in page.Items)
            {
                yield return job;
            }

            search = search with { Cursor = page.Next };
        }
        while (page.Next is not null);
    }

    /// <summary>
    /// Returns a page of the jobs, by default newest first. It may have fewer jobs than asked for, so skip as many as you have received.
    /// </summary>
    /// <param name="state">Only jobs in this state. Default: any.</param>
    /// <param name="dataset">Only jobs on this dataset. Default: any.</param>
    /// <param name="model">Only jobs of this model. Default: any.</param>
    /// <param name="oldestFirst">Whether the oldest job comes first.</param>
    /// <param name="skip">The number of jobs to skip.</param>
    /// <param name="take">The maximum number of jobs to return, 1 to 200.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<Page<Job>> ListAsync(
        JobState? state = null,
        string? dataset = null,
        string? model = null,
        bool oldestFirst = false,
        int skip = 0,
        int take = 50,
        CancellationToken cancellationToken = default) =>
        requests.GetAsync<Page<Job>>(
            JsonRequests.AddQuery(
                "api/jobs",
                ("state", state), ("dataset", dataset), ("model", model), ("oldestFirst", oldestFirst), ("skip", skip), ("take", take)),
            cancellationToken);

    /// <summary>Returns the metrics of a job's epochs so far.</summary>
    /// <param name="id">The job's id.</param>
    /// <param name="after">The last sequence number that the caller already has; 0 for the whole history.</param>
    /// <param name="layers">Whether to include the metrics of each layer, which are more than half of the answer.</param>
    /// <param name="points">The largest number of epochs apart from the last; those of a longer training are evenly spaced. Default: all.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<IReadOnlyList<EpochMetrics>> GetMetricsAsync(
        Guid id, long after = 0, bool layers = true, int? points = null, CancellationToken cancellationToken = default) =>
        requests.GetAsync<IReadOnlyList<EpochMetrics>>(
            JsonRequests.AddQuery($"api/jobs/{id}/metrics", ("after", after), ("layers", layers), ("points", points)), cancellationToken);

    /// <summary>Returns the trials of a search, with their values and their scores so far; none for another job.</summary>
    public Task<IReadOnlyList<SearchTrial>> GetTrialsAsync(Guid id, CancellationToken cancellationToken = default) =>
        requests.GetAsync<IReadOnlyList<SearchTrial>>($"api/jobs/{id}/trials", cancellationToken);

    /// <summary>Returns the log of a job so far: events other than its epochs.</summary>
    /// <param name="id">The job's id.</param>
    /// <param name="after">The last sequence number that the caller already has; 0 for the whole log.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<IReadOnlyList<JobLogEntry>> GetLogAsync(Guid id, long after = 0, CancellationToken cancellationToken = default) =>
        requests.GetAsync<IReadOnlyList<JobLogEntry>>(JsonRequests.AddQuery($"api/jobs/{id}/log", ("after", after)), cancellationToken);

    /// <summary>Returns the final evaluation of a job that was stopped, succeeded or diverged.</summary>
    /// <exception cref="LearnMLException">The job has no report (409).</exception>
    public Task<Report> GetReportAsync(Guid id, CancellationToken cancellationToken = default) =>
        requests.GetAsync<Report>($"api/jobs/{id}/report", cancellationToken);

    /// <summary>Compares jobs: the differences of their specs, their learning curves and their metrics.</summary>
    /// <param name="ids">The ids of 2 to 20 jobs.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<JobComparison> CompareAsync(IEnumerable<Guid> ids, CancellationToken cancellationToken = default) =>
        requests.GetAsync<JobComparison>(JsonRequests.AddQuery("api/jobs/compare", ("ids", string.Join(',', ids))), cancellationToken);

    /// <summary>Stops a job, which keeps its best epoch. Returns at once; the job ends after the current batch.</summary>
    /// <exception cref="LearnMLException">The job has already ended (409).</exception>
    public Task<Job> StopAsync(Guid id, CancellationToken cancellationToken = default) =>
        requests.PostAsync<Job>($"api/jobs/{id}/stop", null, cancellationToken);

    /// <summary>Cancels a job and discards its results. Returns at once.</summary>
    /// <exception cref="LearnMLException">The job has already ended (409).</exception>
    public Task<Job> CancelAsync(Guid id, CancellationToken cancellationToken = default) =>
        requests.PostAsync<Job>($"api/jobs/{id}/cancel", null, cancellationToken);

    /// <summary>Resumes a stopped, failed or interrupted job from its latest checkpoint.</summary>
    /// <param name="id">The job's id.</param>
    /// <param name="epochs">The new total number of epochs. Default: that of the spec.</param>
    /// <param name="cancellationToken">Cancels the request, not the job.</param>
    /// <exception cref="LearnMLException">The job cannot be resumed (409), or not with this number of epochs (400).</exception>
    public Task<Job> ResumeAsync(Guid id, int? epochs = null, CancellationToken cancellationToken = default) =>
        requests.PostAsync<Job>($"api/jobs/{id}/resume", epochs is null ? null : new { epochs }, cancellationToken);

    /// <summary>Deletes an ended job with its metrics, log and report. The model version that it added stays.</summary>
    /// <exception cref="LearnMLException">The job has not ended (409).</exception>
    public Task DeleteAsync(Guid id, CancellationToken cancellationToken = default) =>
        requests.DeleteAsync($"api/jobs/{id}", cancellationToken);

    /// <summary>Waits until a job has ended in any state. Continues to wait if the service is temporarily unavailable.</summary>
    /// <returns>The ended job.</returns>
    public async Task<Job> WaitAsync(Guid id, CancellationToken cancellationToken = default)
    {
        await foreach (var _ in WatchAsync(id, after: long.MaxValue, cancellationToken))
        {
            // No epoch has a larger sequence number, so the stream is empty and completes when the job ends.
        }

        return await GetAsync(id, cancellationToken);
    }

    /// <summary>
    /// Streams the metrics of a job's epochs as they are computed, each once and in order, until the job has ended. If the connection is lost
    /// later, the client reconnects every second until the service is available again, and the stream continues where it was.
    /// </summary>
    /// <param name="id">The job's id.</param>
    /// <param name="after">The last sequence number that the caller already has; 0 for the whole history.</param>
    /// <param name="cancellationToken">Cancels the stream.</param>
    /// <exception cref="LearnMLException">The job does not exist (404).</exception>
    public IAsyncEnumerable<EpochMetrics> WatchAsync(Guid id, long after = 0, CancellationToken cancellationToken = default) =>
        watch.StreamAsync(id, after, cancellationToken);
}
