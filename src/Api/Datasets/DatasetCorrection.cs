using System.Text.Json.Nodes;
using LearnML.Api.Hosting;
using LearnML.Api.Requests;
using LearnML.Contracts;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Tables.Csv;
using LearnML.Training.Tables.Inspection;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Datasets;

/// <summary>Changes the target and the column types of an uploaded dataset, and inspects its file again.</summary>
/// <param name="uploads">The uploaded datasets.</param>
/// <param name="options">The settings; they name the folder of the files.</param>
/// <param name="memory">Counts the memory of inspections.</param>
public sealed class DatasetCorrection(UploadStore uploads, IOptions<LearnMLOptions> options, InspectionMemory memory)
{
    private const string ColumnsPrefix = "columns.";

    /// <summary>Corrects a dataset. After an error the dataset is unchanged.</summary>
    /// <param name="name">The name of the dataset.</param>
    /// <param name="json">A <see cref="DatasetPatch"/>.</param>
    /// <param name="cancellationToken">Cancels the correction.</param>
    /// <returns>The new profile, or a problem; null if there is no such dataset.</returns>
    public async Task<Results<Ok<DatasetProfile>, ValidationProblem, ProblemHttpResult>?> CorrectAsync(
        string name, JsonNode? json, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var patch = new StrictJsonReader(errors).Read<DatasetPatch>(json);
        new SettingsCheck(errors).Check(patch ?? new DatasetPatch());
        if (!errors.IsEmpty)
        {
            return TypedResults.ValidationProblem(errors.ToDictionary());
        }

        if (await uploads.FindAsync(name, cancellationToken) is not { } dataset)
        {
            return null;
        }

        try
        {
            var (profile, test) = await Task.Run(() => Inspect(dataset, name, patch!, cancellationToken), cancellationToken);
            var target = patch!.Target ?? dataset.Summary.Target;
            if (TargetCheck.FindProblem(target, profile) is { } reason)
            {
                return TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["target"] = [reason] });
            }

            var jobs = await uploads.CorrectAsync(name, dataset.ContentHash, target, profile, cancellationToken, test);
            if (jobs is { Count: > 0 })
            {
                return TypedResults.Problem(DatasetRoutes.InUseMessage(name, jobs, "correct"), statusCode: StatusCodes.Status409Conflict);
            }

            // Another request may have deleted the dataset meanwhile, and perhaps uploaded another one with its name.
            var corrected = await uploads.FindAsync(name, cancellationToken);
            return corrected is null ? null
                : jobs is null ? TypedResults.Problem(
                    $"The dataset '{name}' was replaced during this request, so it is unchanged. Send the correction again if it still applies.",
                    statusCode: StatusCodes.Status409Conflict)
                : TypedResults.Ok(corrected.CreateProfile());
        }
        catch (Exception exception) when (UploadStore.IsMissing(exception))
        {
            throw UploadStore.FileMissing(name, exception);
        }
        catch (TableFormatException exception)
        {
            return TypedResults.ValidationProblem(
                exception.Problems.GroupBy(problem => problem.Setting ?? (problem.Column is null ? "file" : ColumnsPrefix + problem.Column))
                    .ToDictionary(group => group.Key, group => group.Select(problem => problem.ToString()).ToArray()),
                "The dataset is unchanged; see errors for every reason.");
        }
    }

    /// <summary>Inspects the file and the test file again, with what the caller set before and sets now.</summary>
    private (TableProfile Train, TableProfile? Test) Inspect(
        TableDataset dataset, string name, DatasetPatch patch, CancellationToken cancellationToken)
    {
        var path = options.Value.UploadFile(dataset.ContentHash);
        var format = KnownFormat(dataset.Train.Profile) with { Settings = DatasetSettings.Merge(DatasetSettings.Of(dataset), patch) };
        var profile = memory.Inspect(path, () => TableInspector.Inspect(path, name, format, cancellationToken));
        return (profile, dataset.Test is not { } test ? null : memory.Inspect(test.Path, () =>
            TestFileInspector.Inspect(test.Path, $"of {name}", profile, KnownFormat(test.Profile), cancellationToken)));
    }

    private InspectionOptions KnownFormat(TableProfile before) => new()
    {
        Delimiter = before.Format.Delimiter,
        Quote = before.Format.Quote,
        Encoding = before.Format.Encoding,
        MaximumColumns = options.Value.Limits.TableColumns,
        Source = before.Source,
    };
}
