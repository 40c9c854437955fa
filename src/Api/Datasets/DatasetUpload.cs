using System.Text.Json;
using LearnML.Api.Requests;
using LearnML.Api.Storage;
using LearnML.Contracts;
using LearnML.Training.Datasets;
using LearnML.Training.Tables;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Datasets;

/// <summary>Takes CSV files in: writes them to the disk, looks what they hold, and keeps those that can be learned from.</summary>
/// <param name="builtIn">Whose names are taken.</param>
/// <param name="uploads">Where the good ones go.</param>
/// <param name="options">The settings.</param>
/// <param name="time">The clock.</param>
public sealed class DatasetUpload(DatasetCatalog builtIn, UploadStore uploads, IOptions<LearnMLOptions> options, TimeProvider time)
{
    /// <summary>201 with the profile, 200 where the same was there already, or what is wrong. Nothing half-stored remains.</summary>
    public async Task<Results<Created<DatasetProfile>, Ok<DatasetProfile>, ValidationProblem, ProblemHttpResult>> AcceptAsync(
        HttpRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = options.Value.MaximumUploadBytes;
        Directory.CreateDirectory(options.Value.UploadFolder);
        var file = options.Value.UnfinishedFile();
        try
        {
            var errors = new FieldErrors();
            var form = new UploadForm(errors);
            await form.ReadAsync(request, file, cancellation);
            errors.Require(form.Name.Length == 0 || PlainName.IsRight(form.Name), "name", PlainName.Rule);
            var (format, types, excluded) = (form.Format, form.Types, form.Excluded);
            if (!errors.None)
            {
                return TypedResults.ValidationProblem(errors.ToDictionary(), "The upload cannot be used as it is; every reason is in errors.");
            }

            var profile = await Task.Run(() => TableInspector.Inspect(file, form.FileName!, format, types, excluded, options.Value.Limits.TableColumns), cancellation);
            if (TargetCheck.WhyNot(form.Target, profile) is { } reason)
            {
                errors.Add("target", reason);
            }

            return errors.None
                ? await KeepAsync(form, profile, file, cancellation)
                : TypedResults.ValidationProblem(errors.ToDictionary(), "The upload cannot be used as it is; every reason is in errors.");
        }
        catch (TableFormatException exception)
        {
            return TypedResults.ValidationProblem(
                new Dictionary<string, string[]> { ["file"] = [.. exception.Problems.Select(problem => problem.ToString())] }, exception.Message);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private async Task<Results<Created<DatasetProfile>, Ok<DatasetProfile>, ValidationProblem, ProblemHttpResult>> KeepAsync(
        UploadForm form, TableProfile profile, string file, CancellationToken cancellation)
    {
        if (builtIn.Find(form.Name) is not null)
        {
            return Conflict($"'{form.Name}' is the name of a dataset that is built in. Choose another name.");
        }

        var row = new UploadRow
        {
            Name = form.Name,
            ContentHash = form.ContentHash,
            FileName = form.FileName!,
            Target = form.Target,
            CreatedAt = time.GetUtcNow(),
            Profile = profile,
        };
        if (await uploads.AddAsync(row, file, cancellation) is { } added)
        {
            return TypedResults.Created($"/api/datasets/{form.Name}", added.Profile());
        }

        var known = await uploads.FindAsync(form.Name, cancellation);
        string[] differences = known?.ContentHash != form.ContentHash ? ["content"] : [.. Differences(known, form.Target, profile)];
        return known is not null && differences.Length == 0
            ? TypedResults.Ok(known.Profile())
            : Conflict($"There is a dataset '{form.Name}' with other {string.Join(", ", differences)}. Choose another name, or delete it first.");
    }

    /// <summary>What the caller said of a content otherwise than when it was uploaded first.</summary>
    private static IEnumerable<string> Differences(TableDataset known, string? target, TableProfile profile)
    {
        var before = known.Train.Profile;
        if (known.Summary.Target != target)
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
