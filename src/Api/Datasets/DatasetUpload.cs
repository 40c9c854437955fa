using System.Text.Json;
using LearnML.Api.Hosting;
using LearnML.Api.Storage;
using LearnML.Contracts;
using LearnML.Training.Datasets;
using LearnML.Training.Datasets.Tables;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Datasets;

/// <summary>Stores tables that clients send as datasets, if they can be used for training, and previews them.</summary>
/// <param name="builtIn">The built-in datasets, whose names are reserved.</param>
/// <param name="uploads">Stores the datasets.</param>
/// <param name="options">The settings.</param>
/// <param name="memory">Counts the memory of inspections.</param>
/// <param name="time">The clock.</param>
public sealed class DatasetUpload(
    DatasetCatalog builtIn, UploadStore uploads, IOptions<LearnMLOptions> options, InspectionMemory memory, TimeProvider time)
{
    private const int PreviewRows = 20;

    /// <summary>
    /// Uploads a table and returns its profile (201; 200 if the same dataset already exists), or a problem. A failed upload leaves no files behind.
    /// </summary>
    public async Task<Results<Created<DatasetProfile>, Ok<DatasetProfile>, ValidationProblem, ProblemHttpResult>> UploadAsync(
        HttpRequest request, CancellationToken cancellationToken)
    {
        using var table = new ReceivedTable(options.Value, memory, "name");
        return await table.ReadAsync(request, cancellationToken) is { } invalid ? invalid : await SaveAsync(table, cancellationToken);
    }

    /// <summary>Returns how a table would be read, or a problem. Stores nothing.</summary>
    public async Task<Results<Ok<DatasetPreview>, ValidationProblem>> PreviewAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var table = new ReceivedTable(options.Value, memory);
        return await table.ReadAsync(request, cancellationToken) is { } invalid
            ? invalid
            : TypedResults.Ok(new DatasetPreview(
                table.Profile,
                DatasetRows.ReadTable(table.FileName, new TableFile(table.CsvPath, table.Profile), 0, PreviewRows, cancellationToken).Items));
    }

    private async Task<Results<Created<DatasetProfile>, Ok<DatasetProfile>, ValidationProblem, ProblemHttpResult>> SaveAsync(
        ReceivedTable table, CancellationToken cancellationToken)
    {
        if (builtIn.Find(table.Name) is not null)
        {
            return Conflict($"A dataset with the name '{table.Name}' is built in. Choose another name.");
        }

        var row = new UploadRow
        {
            Name = table.Name,
            ContentHash = table.ContentHash,
            FileName = table.FileName,
            TestHash = table.TestHash,
            TestProfile = table.TestProfile,
            Target = table.Target,
            CreatedAt = time.GetUtcNow(),
            Profile = table.Profile,
        };
        if (await uploads.AddAsync(row, table.CsvPath, cancellationToken, table.TestCsvPath) is { } added)
        {
            return TypedResults.Created($"/api/datasets/{table.Name}", added.CreateProfile());
        }

        var known = await uploads.FindAsync(table.Name, cancellationToken);
        string[] differences = known?.ContentHash != table.ContentHash ? ["content"] : [.. FindDifferences(known, table)];
        return known is not null && differences.Length == 0
            ? TypedResults.Ok(known.CreateProfile())
            : Conflict($"The dataset '{table.Name}' already exists and differs in: {string.Join(", ", differences)}. " +
                "Choose another name, or delete the existing dataset first.");
    }

    /// <summary>Returns what differs from the first upload of the same content.</summary>
    private static IEnumerable<string> FindDifferences(TableDataset known, ReceivedTable table)
    {
        var before = known.Train.Profile;
        if (known.Test?.ContentHash != table.TestHash)
        {
            yield return "test file";
        }

        if (known.Summary.Target != table.Target)
        {
            yield return "target";
        }

        if (JsonSerializer.Serialize(before.Format) != JsonSerializer.Serialize(table.Profile.Format))
        {
            yield return "format";
        }

        if (!before.Columns.Select(column => (column.Name, column.Type))
            .SequenceEqual(table.Profile.Columns.Select(column => (column.Name, column.Type))))
        {
            yield return "types";
        }

        if (!before.Columns.Select(column => column.Excluded).SequenceEqual(table.Profile.Columns.Select(column => column.Excluded)))
        {
            yield return "excluded columns";
        }
    }

    private static ProblemHttpResult Conflict(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status409Conflict);
}
