using System.Text.Json;
using LearnML.Api.Hosting;
using LearnML.Api.Requests;
using LearnML.Api.Storage;
using LearnML.Contracts;
using LearnML.Training.Datasets;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Tables.Csv;
using LearnML.Training.Tables.Inspection;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Datasets;

/// <summary>Uploads CSV files: writes a file to disk, inspects its columns, and stores it as a dataset if it can be used for training.</summary>
/// <param name="builtIn">The built-in datasets, whose names are reserved.</param>
/// <param name="uploads">Stores the datasets.</param>
/// <param name="options">The settings.</param>
/// <param name="time">The clock.</param>
public sealed class DatasetUpload(DatasetCatalog builtIn, UploadStore uploads, IOptions<LearnMLOptions> options, TimeProvider time)
{
    /// <summary>
    /// Uploads a file and returns its profile (201; 200 if the same dataset already exists), or a problem. A failed upload leaves no files behind.
    /// </summary>
    public async Task<Results<Created<DatasetProfile>, Ok<DatasetProfile>, ValidationProblem, ProblemHttpResult>> UploadAsync(
        HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = options.Value.MaximumUploadBytes;
        Directory.CreateDirectory(options.Value.UploadFolder);
        var (file, testFile) = (options.Value.NewUnfinishedFile(), options.Value.NewUnfinishedFile());
        var fileField = "file";
        try
        {
            var errors = new FieldErrors();
            var form = new UploadForm(errors, testFile);
            await form.ReadAsync(request, file, cancellationToken);
            errors.Require(form.Name.Length == 0 || ResourceName.IsValid(form.Name), "name", ResourceName.Rule);
            var inspection = form.Inspection with { MaximumColumns = options.Value.Limits.TableColumns };
            new SettingsCheck(errors).Check(inspection.Settings);
            if (!errors.IsEmpty)
            {
                return TypedResults.ValidationProblem(errors.ToDictionary(), "The upload is not valid; see errors for every reason.");
            }

            var profile = await Task.Run(
                () => TableInspector.Inspect(file, form.FileName!, inspection), cancellationToken);
            if (TargetCheck.FindProblem(form.Target, profile) is { } reason)
            {
                errors.Add("target", reason);
            }

            fileField = "testFile";
            var test = form.TestFileName is null ? null : await Task.Run(
                () => TestFileInspector.Inspect(testFile, form.TestFileName, profile, inspection.MaximumColumns), cancellationToken);
            return errors.IsEmpty
                ? await SaveAsync(form, profile, test, file, testFile, cancellationToken)
                : TypedResults.ValidationProblem(errors.ToDictionary(), "The upload is not valid; see errors for every reason.");
        }
        catch (TableFormatException exception)
        {
            return TypedResults.ValidationProblem(
                exception.Problems.GroupBy(problem => problem.Setting ?? fileField)
                    .ToDictionary(group => group.Key, group => group.Select(problem => problem.ToString()).ToArray()),
                exception.Message);
        }
        finally
        {
            File.Delete(file);
            File.Delete(testFile);
        }
    }

    private async Task<Results<Created<DatasetProfile>, Ok<DatasetProfile>, ValidationProblem, ProblemHttpResult>> SaveAsync(
        UploadForm form, TableProfile profile, TableProfile? test, string file, string testFile, CancellationToken cancellationToken)
    {
        if (builtIn.Find(form.Name) is not null)
        {
            return Conflict($"A dataset with the name '{form.Name}' is built in. Choose another name.");
        }

        var row = new UploadRow
        {
            Name = form.Name,
            ContentHash = form.ContentHash,
            FileName = form.FileName!,
            TestHash = form.TestHash,
            TestProfile = test,
            Target = form.Target,
            CreatedAt = time.GetUtcNow(),
            Profile = profile,
        };
        if (await uploads.AddAsync(row, file, cancellationToken, test is null ? null : testFile) is { } added)
        {
            return TypedResults.Created($"/api/datasets/{form.Name}", added.CreateProfile());
        }

        var known = await uploads.FindAsync(form.Name, cancellationToken);
        string[] differences = known?.ContentHash != form.ContentHash ? ["content"] : [.. FindDifferences(known, form, profile)];
        return known is not null && differences.Length == 0
            ? TypedResults.Ok(known.CreateProfile())
            : Conflict($"The dataset '{form.Name}' already exists and differs in: {string.Join(", ", differences)}. " +
                "Choose another name, or delete the existing dataset first.");
    }

    /// <summary>Returns what differs from the first upload of the same content.</summary>
    private static IEnumerable<string> FindDifferences(TableDataset known, UploadForm form, TableProfile profile)
    {
        var before = known.Train.Profile;
        if (known.Test?.ContentHash != form.TestHash)
        {
            yield return "test file";
        }

        if (known.Summary.Target != form.Target)
        {
            yield return "target";
        }

        if (JsonSerializer.Serialize(before.Format) != JsonSerializer.Serialize(profile.Format))
        {
            yield return "format";
        }

        if (!before.Columns.Select(column => (column.Name, column.Type)).SequenceEqual(profile.Columns.Select(column => (column.Name, column.Type))))
        {
            yield return "types";
        }

        if (!before.Columns.Select(column => column.Excluded).SequenceEqual(profile.Columns.Select(column => column.Excluded)))
        {
            yield return "excluded columns";
        }
    }

    private static ProblemHttpResult Conflict(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status409Conflict);
}
