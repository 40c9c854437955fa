using System.Security.Cryptography;
using LearnML.Api.Hosting;
using LearnML.Api.Requests;
using LearnML.Contracts;
using LearnML.Training.Tables.Csv;
using LearnML.Training.Tables.Files;
using LearnML.Training.Tables.Inspection;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LearnML.Api.Datasets;

/// <summary>
/// A table that a client sends: written to disk, converted to CSV if it is of another kind, and inspected. <see cref="Dispose"/> deletes every
/// file that is still there.
/// </summary>
/// <param name="options">The settings.</param>
/// <param name="required">The names of the required fields besides the file.</param>
internal sealed class ReceivedTable(LearnMLOptions options, params IReadOnlyList<string> required) : IDisposable
{
    private const string Invalid = "The upload is not valid; see errors for every reason.";

    private readonly FieldErrors errors = new();
    private readonly string path = options.NewUnfinishedFile();
    private UploadForm? form;

    /// <summary>The name of the dataset.</summary>
    public string Name => form!.Name;

    /// <summary>The column to predict.</summary>
    public string? Target => form!.Target;

    /// <summary>The name of the sent file, or of the first one of several.</summary>
    public string FileName => form!.Files[0].Name;

    /// <summary>The path of the CSV file.</summary>
    public string CsvPath { get; private set; } = "";

    /// <summary>The SHA-256 hash of the CSV file, in lower-case hexadecimal.</summary>
    public string ContentHash { get; private set; } = "";

    /// <summary>The profile of the table.</summary>
    public TableProfile Profile { get; private set; } = null!;

    private string ConvertedPath => path + "-converted";

    /// <summary>Reads the form and its files.</summary>
    /// <returns>The reasons why the table cannot be used; null if it can.</returns>
    public async Task<ValidationProblem?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = options.MaximumUploadBytes;
        Directory.CreateDirectory(options.UploadFolder);
        form = new UploadForm(errors, required);
        await form.ReadAsync(request, path, cancellationToken);
        errors.Require(form.Name.Length == 0 || ResourceName.IsValid(form.Name), "name", ResourceName.Rule);
        var inspection = form.Inspection with { MaximumColumns = options.Limits.TableColumns };
        new SettingsCheck(errors).Check(inspection.Settings);
        if (!errors.IsEmpty)
        {
            return TypedResults.ValidationProblem(errors.ToDictionary(), Invalid);
        }

        try
        {
            await Task.Run(() => Inspect(inspection, cancellationToken), cancellationToken);
        }
        catch (TableFormatException exception)
        {
            return TypedResults.ValidationProblem(
                exception.Problems.GroupBy(problem => problem.Setting ?? "file")
                    .ToDictionary(group => group.Key, group => group.Select(problem => problem.ToString()).ToArray()),
                exception.Message);
        }

        return TargetCheck.FindProblem(form.Target, Profile) is { } reason
            ? TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["target"] = [reason] }, Invalid)
            : null;
    }

    public void Dispose()
    {
        foreach (var file in form?.Files.Select(file => file.Path) ?? [])
        {
            File.Delete(file);
        }

        File.Delete(path);
        File.Delete(ConvertedPath);
    }

    private void Inspect(InspectionOptions inspection, CancellationToken cancellationToken)
    {
        var table = TableFileConverter.Convert(
            [.. form!.Files.Select(file => new SourceFile(file.Path, file.Name))],
            inspection.Format,
            new TableFileOptions(options.MaximumUploadBytes, options.Limits.TableColumns) { Sheet = form.Sheet },
            ConvertedPath,
            cancellationToken);
        (CsvPath, ContentHash) = (table.Path, table.Path == form.Files[0].Path ? form.Files[0].ContentHash : Hash(table.Path));
        Profile = TableInspector.Inspect(CsvPath, FileName, table.IsConverted
            ? inspection with
            {
                Source = table.Source,
                Delimiter = TableFileConverter.Delimiter,
                Quote = TableFileConverter.Quote,
                Encoding = TableFileConverter.Encoding,
            }
            : inspection with { Source = table.Source });
    }

    private static string Hash(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
