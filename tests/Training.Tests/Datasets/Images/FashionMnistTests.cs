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
    public async Task Reads_the_real_files()
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
    public async Task Uses_the_files_that_are_there_without_any_network()
    {
        TinyFashionMnist.WriteTo(Folder);

        var dataset = (ImageDataset)await CreateTiny(ReserveRefusingAddress()).LoadAsync(Token);

        Assert.Equal((20, 10), (dataset.Train.RowCount, dataset.Test.RowCount));
    }

    [Fact]
    public async Task Downloads_the_missing_files_only()
    {
        TinyFashionMnist.WriteTo(Folder);
        File.Delete(Path.Combine(Folder, TinyFashionMnist.TrainLabels));
        await using var server = new FileServer(TinyFashionMnist.Content);

        var dataset = (ImageDataset)await CreateTiny(server.Address).LoadAsync(Token);

        Assert.Equal(20, dataset.Train.RowCount);
        Assert.Equal([TinyFashionMnist.TrainLabels], server.Responses.Select(answer => answer.Name));
    }

    [Fact]
    public async Task Downloads_everything_into_an_empty_folder()
    {
        await using var server = new FileServer(TinyFashionMnist.Content);

        await CreateTiny(server.Address).LoadAsync(Token);

        Assert.Equal(TinyFashionMnist.Content.Keys.Order(), Directory.GetFiles(Folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task An_unreachable_server_is_reported_with_folder_files_and_cause()
    {
        var address = ReserveRefusingAddress();

        var error = await Assert.ThrowsAsync<DatasetUnavailableException>(() => CreateTiny(address).LoadAsync(Token));

        Assert.Contains(Folder, error.Message, StringComparison.Ordinal);
        Assert.Contains(address.ToString(), error.Message, StringComparison.Ordinal);
        Assert.Contains("refused", error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.All(TinyFashionMnist.Content.Keys, name => Assert.Contains(name, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_reported()
    {
        await File.WriteAllTextAsync(Folder, "a file in the folder's place", Token);
        await using var server = new FileServer(TinyFashionMnist.Content);

        var error = await Assert.ThrowsAsync<DatasetUnavailableException>(() => CreateTiny(server.Address).LoadAsync(Token));

        Assert.IsType<IOException>(error.InnerException, exactMatch: false);
        Assert.Contains(Folder, error.Message, StringComparison.Ordinal);
        Assert.Empty(server.Responses);
    }

    [Fact]
    public async Task Images_and_labels_of_different_copies_are_reported_by_name()
    {
        await ReplaceAsync(TinyFashionMnist.TrainLabels, IdxBytes.Labels(19));

        await AssertFormatErrorAsync($"{TinyFashionMnist.TrainLabels} in {Folder}", $"its 19 labels do not match the 20 images of {TinyFashionMnist.TrainImages}");
    }

    [Fact]
    public async Task A_label_beyond_the_classes_is_reported()
    {
        await ReplaceAsync(TinyFashionMnist.TestLabels, IdxBytes.Gzip([.. IdxBytes.Header(8, 10), 0, 1, 2, 10, 4, 5, 6, 7, 8, 9]));

        await AssertFormatErrorAsync($"{TinyFashionMnist.TestLabels} in {Folder}", "its label 10 in row 3 is not between 0 and 9");
    }

    [Fact]
    public async Task Images_of_another_size_are_reported()
    {
        await ReplaceAsync(TinyFashionMnist.TestImages, IdxBytes.Images(10, 28, 27));

        await AssertFormatErrorAsync($"{TinyFashionMnist.TestImages} in {Folder}", "its images have 28 x 27 pixels instead of 28 x 28");
    }

    // A port that is taken but not listened on refuses, and nobody else can take it.
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

    private async Task AssertFormatErrorAsync(params string[] words)
    {
        var error = await Assert.ThrowsAsync<DatasetFormatException>(() => new FashionMnist(datasets.Path, http, _ => { }).LoadAsync(Token));
        Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
    }
}
