using System.Text.Json;
using LearnML.Contracts;

namespace LearnML.Client;

/// <summary>What can be learned from. A dataset that is not there is a <see cref="LearnMLException"/> of status 404.</summary>
public sealed class DatasetsClient
{
    private readonly JsonRequests requests;

    internal DatasetsClient(JsonRequests requests) => this.requests = requests;

    /// <summary>All datasets, those built in and those uploaded.</summary>
    public Task<IReadOnlyList<DatasetSummary>> ListAsync(CancellationToken cancellation = default) =>
        requests.GetAsync<IReadOnlyList<DatasetSummary>>("api/datasets", cancellation);

    /// <summary>What a dataset holds. The service reads it, and downloads it first where it is not there yet.</summary>
    /// <exception cref="LearnMLException">There is no such dataset (404), or it can be neither found nor downloaded (503).</exception>
    public Task<DatasetProfile> GetAsync(string name, CancellationToken cancellation = default) => requests.GetAsync<DatasetProfile>(Of(name), cancellation);

    /// <summary>A page of a dataset's rows.</summary>
    /// <param name="name">The dataset.</param>
    /// <param name="part">The part to read.</param>
    /// <param name="skip">Rows to leave out at the start.</param>
    /// <param name="take">Rows to return at most, 1 to 1000.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="LearnMLException">There is no such dataset, or it has no such part (404).</exception>
    public Task<Page<DatasetRow>> RowsAsync(
        string name, DatasetPart part = DatasetPart.Train, int skip = 0, int take = 10, CancellationToken cancellation = default) =>
        requests.GetAsync<Page<DatasetRow>>(JsonRequests.Query($"{Of(name)}/rows", ("part", part), ("skip", skip), ("take", take)), cancellation);

    /// <summary>Uploads a CSV file.</summary>
    /// <param name="name">The name to use in a spec: 1 to 63 of a-z, 0-9, '.', '_' and '-'.</param>
    /// <param name="path">The file.</param>
    /// <param name="target">The column to predict where a spec names none. Default: each spec must.</param>
    /// <param name="details">What is known of the file. Default: the service finds out.</param>
    /// <param name="cancellation">Ends the call; nothing half-stored remains.</param>
    /// <returns>What the service found in it.</returns>
    /// <exception cref="LearnMLException">It cannot be learned from (400), is too large (413), or there is another dataset of that name (409).</exception>
    public async Task<DatasetProfile> UploadAsync(
        string name, string path, string? target = null, UploadDetails? details = null, CancellationToken cancellation = default)
    {
        await using var csv = File.OpenRead(path);
        return await UploadAsync(name, csv, Path.GetFileName(path), target, details, cancellation);
    }

    /// <summary>Uploads the rest of a stream as a CSV file.</summary>
    /// <param name="name">The name to use in a spec: 1 to 63 of a-z, 0-9, '.', '_' and '-'.</param>
    /// <param name="csv">The stream, which is read to its end and closed.</param>
    /// <param name="target">The column to predict where a spec names none. Default: each spec must.</param>
    /// <param name="details">What is known of the file. Default: the service finds out.</param>
    /// <param name="cancellation">Ends the call; nothing half-stored remains.</param>
    /// <returns>What the service found in it.</returns>
    /// <exception cref="LearnMLException">It cannot be learned from (400), is too large (413), or there is another dataset of that name (409).</exception>
    public Task<DatasetProfile> UploadAsync(
        string name, Stream csv, string? target = null, UploadDetails? details = null, CancellationToken cancellation = default) =>
        UploadAsync(name, csv, $"{name}.csv", target, details, cancellation);

    /// <summary>Corrects column types, or the target, of an uploaded dataset; models that learned from it stay as they are.</summary>
    /// <param name="name">The dataset.</param>
    /// <param name="patch">What to correct; what is left out stays as it is.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="LearnMLException">
    /// There is no such dataset (404), it is built in or a job that has not ended learns from it (409), or a type does not fit the values (400). It stays as it was.
    /// </exception>
    public Task<DatasetProfile> CorrectAsync(string name, DatasetPatch patch, CancellationToken cancellation = default) =>
        requests.PatchAsync<DatasetProfile>(Of(name), patch, cancellation);

    /// <summary>Deletes an uploaded dataset; models that learned from it stay.</summary>
    /// <exception cref="LearnMLException">There is no such dataset (404), it is built in or a job that has not ended learns from it (409).</exception>
    public Task DeleteAsync(string name, CancellationToken cancellation = default) => requests.DeleteAsync(Of(name), cancellation);

    private static string Of(string name) => $"api/datasets/{JsonRequests.Part(name)}";

    private async Task<DatasetProfile> UploadAsync(
        string name, Stream csv, string fileName, string? target, UploadDetails? details, CancellationToken cancellation)
    {
        using var form = new MultipartFormDataContent();
        Add("name", name);
        Add("target", target);
        Add("types", Json(details?.Types));
        Add("exclude", Json(details?.Exclude));
        Add("delimiter", details?.Delimiter?.ToString());
        Add("quote", details?.Quote?.ToString());
        Add("header", Json(details?.Header));
        Add("encoding", details?.Encoding);
        Add("decimalMark", details?.DecimalMark?.ToString());
        Add("missingMarks", Json(details?.MissingMarks));
        form.Add(new StreamContent(csv), "file", fileName);
        return await requests.PostFormAsync<DatasetProfile>("api/datasets", form, cancellation);

        void Add(string field, string? value)
        {
            if (value is not null)
            {
                form.Add(new StringContent(value), field);
            }
        }

        static string? Json<T>(T? value) => value is null ? null : JsonSerializer.Serialize(value, JsonRequests.Format);
    }
}
