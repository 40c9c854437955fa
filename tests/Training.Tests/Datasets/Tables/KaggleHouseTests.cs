using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using LearnML.Contracts;
using LearnML.Training.Datasets;
using LearnML.Training.Datasets.Files;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Tests.Datasets.Files;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Datasets.Tables;

public sealed class KaggleHouseTests : IDisposable
{
    private const string Train = "kaggle_house_pred_train.csv";
    private const string Test = "kaggle_house_pred_test.csv";

    private static readonly Dictionary<string, byte[]> Content = new()
    {
        [Train] = "Id,Area,SalePrice\n1,50,100\n2,60,110\n3,75,160\n"u8.ToArray(),
        [Test] = "Id,Area\n4,55\n5,80\n"u8.ToArray(),
    };

    private static readonly RemoteFile[] Files = [.. Content.Select(file => new RemoteFile(file.Key, Sha1(file.Value)))];

    private readonly TemporaryFolder datasets = new();
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });

    public void Dispose()
    {
        http.Dispose();
        datasets.Dispose();
    }

    [Fact]
    public async Task Dataset_downloads_both_tables_once_and_inspects_them()
    {
        await using var server = new FileServer(Content);

        var houses = (TableDataset)await LoadAsync(server.Address, Files);
        await LoadAsync(server.Address, Files);

        Assert.Equal((3, 2), (houses.Train.Profile.Rows, houses.Test!.Profile.Rows));
        Assert.Equal([ColumnType.Identifier, ColumnType.Numeric, ColumnType.Numeric], houses.Train.Profile.Columns.Select(column => column.Type));
        Assert.Equal([(Train, 200), (Test, 200)], server.Responses.Select(answer => (answer.Name, answer.Status)));
        Assert.All(Content, file => Assert.Equal(file.Value, File.ReadAllBytes(datasets[Path.Combine("kaggle-house", file.Key)])));
    }

    [Fact]
    public async Task Dataset_does_not_keep_table_with_wrong_checksum()
    {
        await using var server = new FileServer(Content);

        var error = await Assert.ThrowsAsync<DatasetUnavailableException>(
            () => LoadAsync(server.Address, [Files[0], Files[1] with { Checksum = Files[0].Checksum }]));

        Assert.Contains($"SHA-1 {Files[1].Checksum} instead of {Files[0].Checksum}", error.Message, StringComparison.Ordinal);
        Assert.Contains(datasets["kaggle-house"], error.Message, StringComparison.Ordinal);
        Assert.Equal([Train], Directory.GetFiles(datasets["kaggle-house"]).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Error_names_invalid_table_and_line()
    {
        Directory.CreateDirectory(datasets["kaggle-house"]);
        await File.WriteAllTextAsync(datasets[Path.Combine("kaggle-house", Train)], "Id,SalePrice\n1,2\n3\n", TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(datasets[Path.Combine("kaggle-house", Test)], Content[Test], TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<DatasetUnavailableException>(() => LoadAsync(new Uri("http://127.0.0.1:1/"), Files));

        Assert.Contains(Train, error.Message, StringComparison.Ordinal);
        Assert.Contains("line 3: the row has 1 fields", error.Message, StringComparison.Ordinal);
    }

    private Task<Dataset> LoadAsync(Uri address, IReadOnlyList<RemoteFile> files) =>
        new KaggleHouse(new PublishedFiles(KaggleHouse.Name, datasets.Path, new FileDownloader(http, _ => { }), address, files))
            .LoadAsync(TestContext.Current.CancellationToken);

    [SuppressMessage("Security", "CA5350", Justification = "The publisher uses this hash.")]
    private static string Sha1(byte[] bytes) => Convert.ToHexStringLower(SHA1.HashData(bytes));
}
