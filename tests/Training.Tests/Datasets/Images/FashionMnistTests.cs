using System.Net;
using System.Net.Sockets;
using LearnML.Training.Datasets.Files;
using LearnML.Training.Datasets.Images;
using LearnML.Training.Tests.Datasets.Files;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Datasets.Images;

public sealed class FashionMnistTests : IDisposable
{
    private readonly TemporaryFolder datasets = new();
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly Socket reservedPort = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Folder => datasets["fashion-mnist"];

    public void Dispose()
    {
        reservedPort.Dispose();
        http.Dispose();
        datasets.Dispose();
    }

    [Fact]
    public async Task Dataset_reads_real_files()
    {
        Assert.SkipUnless(RealDatasets.Available, RealDatasets.Missing);

        var dataset = (ImageDataset)await new FashionMnist(RealDatasets.Folder, http, _ => { }).LoadAsync(Token);

        var profile = dataset.CreateProfile();
        Assert.Equal(7000, profile.Images!.Train.Rows);
        Assert.Equal(1226, profile.Images!.Test.Rows);
        Assert.Equal(7000, profile.Images!.Train.ClassCounts.Sum());
        Assert.All(profile.Images!.Train.ClassCounts, count => Assert.InRange(count, 600, 800));
        Assert.Equal("Ankle boot", dataset.Shape.Classes[dataset.Train.Labels[0]]);
        Assert.Equal(7000 * 784, dataset.Train.Pixels.Length);
    }

    [Fact]
    public async Task Dataset_uses_existing_files_without_network()
    {
        TinyFashionMnist.WriteTo(Folder);

        var dataset = (ImageDataset)await CreateTiny(ReserveRefusingAddress()).LoadAsync(Token);

        Assert.Equal((20, 10), (dataset.Train.RowCount, dataset.Test.RowCount));
    }

    [Fact]
    public async Task Dataset_downloads_only_missing_files()
    {
        TinyFashionMnist.WriteTo(Folder);
        File.Delete(Path.Combine(Folder, TinyFashionMnist.TrainLabels));
        await using var server = new FileServer(TinyFashionMnist.Content);

        var dataset = (ImageDataset)await CreateTiny(server.Address).LoadAsync(Token);

        Assert.Equal(20, dataset.Train.RowCount);
        Assert.Equal([TinyFashionMnist.TrainLabels], server.Responses.Select(answer => answer.Name));
    }

    [Fact]
    public async Task Dataset_downloads_all_files_into_empty_folder()
    {
        await using var server = new FileServer(TinyFashionMnist.Content);

        await CreateTiny(server.Address).LoadAsync(Token);

        Assert.Equal(TinyFashionMnist.Content.Keys.Order(), Directory.GetFiles(Folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Error_for_unreachable_server_names_folder_files_and_cause()
    {
        var address = ReserveRefusingAddress();

        var error = await Assert.ThrowsAsync<DatasetUnavailableException>(() => CreateTiny(address).LoadAsync(Token));

        Assert.Contains(Folder, error.Message, StringComparison.Ordinal);
        Assert.Contains(address.ToString(), error.Message, StringComparison.Ordinal);
        Assert.Contains("refused", error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.All(TinyFashionMnist.Content.Keys, name => Assert.Contains(name, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Error_names_folder_that_cannot_be_written()
    {
        await File.WriteAllTextAsync(Folder, "a file instead of the folder", Token);
        await using var server = new FileServer(TinyFashionMnist.Content);

        var error = await Assert.ThrowsAsync<DatasetUnavailableException>(() => CreateTiny(server.Address).LoadAsync(Token));

        Assert.IsType<IOException>(error.InnerException, exactMatch: false);
        Assert.Contains(Folder, error.Message, StringComparison.Ordinal);
        Assert.Empty(server.Responses);
    }

    [Fact]
    public async Task Error_names_files_whose_row_counts_differ()
    {
        await ReplaceAsync(TinyFashionMnist.TrainLabels, IdxBytes.Labels(19));

        await AssertFormatErrorAsync($"{TinyFashionMnist.TrainLabels} in {Folder}",
            $"its 19 labels do not match the 20 images of {TinyFashionMnist.TrainImages}");
    }

    [Fact]
    public async Task Error_names_label_outside_classes()
    {
        await ReplaceAsync(TinyFashionMnist.TestLabels, IdxBytes.Gzip([.. IdxBytes.Header(8, 10), 0, 1, 2, 10, 4, 5, 6, 7, 8, 9]));

        await AssertFormatErrorAsync($"{TinyFashionMnist.TestLabels} in {Folder}", "its label 10 in row 3 is not between 0 and 9");
    }

    [Fact]
    public async Task Error_names_wrong_image_size()
    {
        await ReplaceAsync(TinyFashionMnist.TestImages, IdxBytes.Images(10, 28, 27));

        await AssertFormatErrorAsync($"{TinyFashionMnist.TestImages} in {Folder}", "its images have 28 x 27 pixels instead of 28 x 28");
    }

    // A port that is bound but not listening refuses connections, and no other process can bind it.
    private Uri ReserveRefusingAddress()
    {
        reservedPort.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return new Uri($"http://{reservedPort.LocalEndPoint}/");
    }

    private FashionMnist CreateTiny(Uri address) =>
        new(new PublishedFiles(FashionMnist.Name, datasets.Path, new FileDownloader(http, _ => { }), address, TinyFashionMnist.Files));

    private async Task ReplaceAsync(string name, byte[] content)
    {
        TinyFashionMnist.WriteTo(Folder);
        await File.WriteAllBytesAsync(Path.Combine(Folder, name), content, Token);
    }

    private async Task AssertFormatErrorAsync(params string[] expectedTexts)
    {
        var error = await Assert.ThrowsAsync<DatasetFormatException>(() => new FashionMnist(datasets.Path, http, _ => { }).LoadAsync(Token));
        Assert.All(expectedTexts, expectedText => Assert.Contains(expectedText, error.Message, StringComparison.Ordinal));
    }
}
