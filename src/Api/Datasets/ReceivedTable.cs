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
/// <param name="memory">Counts the memory of the inspection.</param>
/// <param name="required">The names of the required fields besides the file.</param>
internal sealed class ReceivedTable(LearnMLOptions options, InspectionMemory memory, params IReadOnlyList<string> required) : IDisposable
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

    /// <summary>The path of the CSV file of the test rows; null if there are none.</summary>
    public string? TestCsvPath { get; private set; }

    /// <summary>The SHA-256 hash of the CSV file of the test rows; null if there are none.</summary>
    public string? TestHash { get; private set; }

    /// <summary>The profile of the test rows; null if there are none.</summary>
    public TableProfile? TestProfile { get; private set; }

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

        if (await InspectAsync(UploadForm.FileField, () => Inspect(inspection, cancellationToken), cancellationToken) is { } invalid)
        {
            return invalid;
        }

        return TargetCheck.FindProblem(form.Target, Profile) is { } reason
            ? TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["target"] = [reason] }, Invalid)
            : await InspectAsync(UploadForm.TestFileField, () => InspectTest(inspection, cancellationToken), cancellationToken);
    }

    public void Dispose()
    {
        foreach (var file in form?.Paths ?? [])
        {
            File.Delete(file);
        }

        if (form is not null)
        {
            File.Delete(ConvertedPath);
            File.Delete(ConvertedTestPath);
        }
    }

    private string ConvertedPath => path + "-converted";

    private string ConvertedTestPath => path + "-test";

    private static async Task<ValidationProblem?> InspectAsync(string field, Action inspect, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Run(inspect, cancellationToken);
            return null;
        }
        catch (TableFormatException exception)
        {
            return TypedResults.ValidationProblem(
                exception.Problems.GroupBy(problem => problem.Setting ?? field)
                    .ToDictionary(group => group.Key, group => group.Select(problem => problem.ToString()).ToArray()),
                exception.Message);
        }
    }

    private void Inspect(InspectionOptions inspection, CancellationToken cancellationToken)
    {
        var table = Convert(form!.Files, inspection, ConvertedPath, cancellationToken);
        (CsvPath, ContentHash) = (table.Path, Hash(table.Path, form.Files));
        Profile = memory.Inspect(
            CsvPath, () => TableInspector.Inspect(CsvPath, FileName, WithFormatOf(table, inspection), cancellationToken));
    }

    private void InspectTest(InspectionOptions inspection, CancellationToken cancellationToken)
    {
        if (form!.TestFiles is [var first, ..] files)
        {
            var table = Convert(files, inspection, ConvertedTestPath, cancellationToken);
            (TestCsvPath, TestHash) = (table.Path, Hash(table.Path, files));

            // Two CSV files of one table are expected to have one format, or another delimiter. Of other kinds, each file has its own.
            var format = Profile.Source is { Kind: TableFileKind.Csv, Files.Count: 1 } ? FindTestFormat(first.Name) : null;
            var options = WithFormatOf(table, inspection with { Delimiter = format?.Delimiter, Quote = format?.Quote, Encoding = null });
            TestProfile = memory.Inspect(
                TestCsvPath, () => TestFileInspector.Inspect(TestCsvPath, first.Name, Profile, options, cancellationToken));
        }
    }

    private CsvFormat FindTestFormat(string fileName)
    {
        using var file = File.OpenRead(TestCsvPath!);
        return CsvFormatReuse.AdaptTo(file, $"The file {fileName}", Profile.Format, Profile.Columns.Select(column => column.Name));
    }

    private static InspectionOptions WithFormatOf(ConvertedTable table, InspectionOptions inspection) => table.IsConverted
        ? inspection with
        {
            Source = table.Source,
            Delimiter = TableFileConverter.Delimiter,
            Quote = TableFileConverter.Quote,
            Encoding = TableFileConverter.Encoding,
        }
        : inspection with { Source = table.Source };

    private ConvertedTable Convert(
        IReadOnlyList<ReceivedFile> files, InspectionOptions inspection, string target, CancellationToken cancellationToken) =>
        TableFileConverter.Convert(
            [.. files.Select(file => new SourceFile(file.Path, file.Name))],
            inspection.Format,
            new TableFileOptions(
                SizeLimit.For(files.Sum(file => new FileInfo(file.Path).Length), options.MaximumUploadBytes), inspection.MaximumColumns)
            {
                Sheet = form!.Sheet,
                MaximumMemory = memory.MaximumBytes,
                ReserveMemory = memory.Reserve,
            },
            target,
            cancellationToken);

    private static string Hash(string csvPath, IReadOnlyList<ReceivedFile> files)
    {
        if (files.FirstOrDefault(file => file.Path == csvPath) is { } sent)
        {
            return sent.ContentHash;
        }

        using var csv = File.OpenRead(csvPath);
        return System.Convert.ToHexStringLower(SHA256.HashData(csv));
    }
}
