using LearnML.Api.Storage;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Storage;

/// <summary>Rows for tests of the stores alone.</summary>
internal static class SampleRows
{
    public const string ContentHash = "0123456789abcdef";

    private static CsvFormat Format { get; } =
        new() { Delimiter = ',', Quote = '"', Header = true, Encoding = "utf-8", DecimalMark = '.', MissingMarks = [] };

    public static UploadRow Upload(string name) => new()
    {
        Name = name,
        ContentHash = ContentHash,
        FileName = "table.csv",
        Profile = new TableProfile(Format, 1, []),
    };

    public static ModelVersion Version(string name) => new()
    {
        Name = name,
        Version = 0,
        JobId = Guid.CreateVersion7(),
        CreatedAt = default,
        Dataset = "glyphs",
        Spec = SampleSpecs.Quick,
        DatasetHash = "",
        WeightsSha256 = "",
        WeightsBytes = 0,
        Epoch = 1,
        Parameters = 1,
        Validation = new Metrics { Loss = 1 },
        Task = LearningTask.Regression,
    };
}
