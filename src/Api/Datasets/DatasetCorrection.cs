using System.Text.Json.Nodes;
using LearnML.Api.Requests;
using LearnML.Contracts;
using LearnML.Training.Tables;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Datasets;

/// <summary>Looks again what an uploaded file holds, with column types that its owner knows better.</summary>
/// <param name="uploads">The uploaded datasets.</param>
/// <param name="options">Where their files are.</param>
public sealed class DatasetCorrection(UploadStore uploads, IOptions<LearnMLOptions> options)
{
    private const string Columns = "columns.";

    /// <summary>The dataset as it then is; what is wrong; or null where there is no such dataset. On any error it stays as it was.</summary>
    /// <param name="name">The dataset.</param>
    /// <param name="json">A <see cref="DatasetPatch"/>.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task<Results<Ok<DatasetProfile>, ValidationProblem, ProblemHttpResult>?> CorrectAsync(string name, JsonNode? json, CancellationToken cancellation)
    {
        var errors = new FieldErrors();
        var patch = new StrictReader(errors).Read<DatasetPatch>(json);
        if (!errors.None)
        {
            return TypedResults.ValidationProblem(errors.ToDictionary());
        }

        if (await uploads.FindAsync(name, cancellation) is not { } dataset)
        {
            return null;
        }

        try
        {
            var profile = await Task.Run(() => Inspect(dataset.ContentHash, name, dataset.Train.Profile, patch!), cancellation);
            var target = patch!.Target ?? dataset.Summary.Target;
            if (TargetCheck.WhyNot(target, profile) is { } reason)
            {
                return TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["target"] = [reason] });
            }

            var busy = await uploads.CorrectAsync(name, dataset.ContentHash, target, profile, cancellation);
            if (busy.Count > 0)
            {
                return TypedResults.Problem(DatasetRoutes.LearnedFrom(name, busy, "correct"), statusCode: StatusCodes.Status409Conflict);
            }

            // It may have been deleted meanwhile.
            var corrected = await uploads.FindAsync(name, cancellation);
            if (corrected is null)
            {
                return null;
            }

            return TypedResults.Ok(corrected.Profile());
        }
        catch (FileNotFoundException exception)
        {
            throw UploadStore.FileIsGone(name, exception);
        }
        catch (TableFormatException exception)
        {
            return TypedResults.ValidationProblem(
                exception.Problems.GroupBy(problem => Columns + problem.Column).ToDictionary(group => group.Key, group => group.Select(problem => problem.ToString()).ToArray()),
                "The dataset stays as it was; every reason is in errors.");
        }
    }

    /// <summary>Every column keeps its type but for those that are corrected.</summary>
    private TableProfile Inspect(string contentHash, string name, TableProfile before, DatasetPatch patch)
    {
        var types = before.Columns.ToDictionary(column => column.Name, column => column.Type);
        foreach (var (column, type) in patch.Columns ?? new Dictionary<string, ColumnType>())
        {
            types[column] = type;
        }

        var format = before.Format;
        var known = new CsvOverrides
        {
            Delimiter = format.Delimiter,
            Quote = format.Quote,
            Header = format.Header,
            Encoding = format.Encoding,
            DecimalMark = format.DecimalMark,
            MissingMarks = format.MissingMarks,
        };
        return TableInspector.Inspect(options.Value.UploadFile(contentHash), name, known, types, [.. before.Columns.Where(column => column.Excluded).Select(column => column.Name)]);
    }
}
