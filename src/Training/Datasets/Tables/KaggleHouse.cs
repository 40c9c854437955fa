using System.Security.Cryptography;
using LearnML.Contracts;
using LearnML.Training.Datasets.Files;
using LearnML.Training.Tables.Csv;
using LearnML.Training.Tables.Reading;

namespace LearnML.Training.Datasets.Tables;

/// <summary>
/// The house prices of the Kaggle competition, in the files of the d2l.ai book: a training table with prices, and a test table without
/// prices, whose predictions are submitted (https://www.kaggle.com/c/house-prices-advanced-regression-techniques).
/// </summary>
public sealed class KaggleHouse : PublishedDataset
{
    internal const string Name = "kaggle-house";

    private const string TrainFile = "kaggle_house_pred_train.csv";
    private const string TestFile = "kaggle_house_pred_test.csv";

    private static readonly Uri OfficialAddress = new("http://d2l-data.s3-accelerate.amazonaws.com/");

    private static readonly RemoteFile[] OfficialFiles =
    [
        new(TrainFile, "585e9cc93e70b39160e7921475f9bcd7d31219ce"),
        new(TestFile, "fa19780a7b011d9b009e8bff8e99922a8ee2eb90"),
    ];

    /// <summary>Uses the folder <c>kaggle-house</c> in the folder of datasets.</summary>
    /// <param name="folder">The folder of datasets.</param>
    /// <param name="http">Downloads missing files.</param>
    /// <param name="log">Receives the progress of downloads.</param>
    public KaggleHouse(string folder, HttpClient http, Action<string> log)
        : this(new PublishedFiles(Name, folder, new FileDownloader(http, log), OfficialAddress, OfficialFiles))
    {
    }

    internal KaggleHouse(PublishedFiles files)
        : base(files)
    {
    }

    /// <inheritdoc/>
    public override DatasetSummary Summary { get; } = new()
    {
        Name = Name,
        Description = "House prices in Ames, Iowa, 2006 to 2010, with 79 features (De Cock, 2011): 1,460 houses with prices, 1,459 without.",
        Kind = DatasetKind.Table,
        Target = "SalePrice",
    };

    private protected override async Task<Dataset> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return new TableDataset(Summary, await ComputeHashAsync(cancellationToken), Inspect(TrainFile), Inspect(TestFile));
        }
        catch (TableFormatException exception)
        {
            throw new DatasetUnavailableException(
                $"{exception.Message} Replace it with a good copy, or delete it to download it again.", exception);
        }
    }

    private TableFile Inspect(string file) => new(
        Files.GetPath(file),
        TableInspector.Inspect(Files.GetPath(file), Files.GetPath(file), new CsvOverrides(), new Dictionary<string, ColumnType>(), []));

    private async Task<string> ComputeHashAsync(CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Files.Names)
        {
            // Hashes the hash of each file, so that moving bytes from one file to the other changes the result.
            await using var content = File.OpenRead(Files.GetPath(file));
            hash.AppendData(await SHA256.HashDataAsync(content, cancellationToken));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
