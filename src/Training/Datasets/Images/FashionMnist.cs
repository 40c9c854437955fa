using LearnML.Contracts;
using LearnML.Training.Datasets.Files;

namespace LearnML.Training.Datasets.Images;

/// <summary>
/// The Fashion-MNIST dataset in its original files. Files that exist in the dataset folder are used as they are, even if they contain only a
/// part of the images. Missing files are downloaded from the publisher.
/// </summary>
public sealed class FashionMnist : PublishedDataset
{
    /// <summary>The name of the dataset.</summary>
    public const string Name = "fashion-mnist";

    private const string TrainImages = "train-images-idx3-ubyte.gz";
    private const string TrainLabels = "train-labels-idx1-ubyte.gz";
    private const string TestImages = "t10k-images-idx3-ubyte.gz";
    private const string TestLabels = "t10k-labels-idx1-ubyte.gz";

    private static readonly Uri OfficialAddress = new("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/");

    private static readonly RemoteFile[] OfficialFiles =
    [
        new(TrainImages, "8d4fb7e6c68d591d4c3dfef9ec88bf0d"),
        new(TrainLabels, "25c81989df183df01b3e8a0aad5dffbe"),
        new(TestImages, "bef4ecab320f06d8554ea6380940ec79"),
        new(TestLabels, "bb300cfdad3c16e7a12a480ee83cd310"),
    ];

    /// <summary>Uses the folder <c>fashion-mnist</c> in the folder of datasets.</summary>
    /// <param name="folder">The folder of datasets.</param>
    /// <param name="http">Downloads missing files.</param>
    /// <param name="log">Receives the progress of downloads.</param>
    public FashionMnist(string folder, HttpClient http, Action<string> log)
        : this(new PublishedFiles(Name, folder, new FileDownloader(http, log), OfficialAddress, OfficialFiles))
    {
    }

    internal FashionMnist(PublishedFiles files)
        : base(files)
    {
    }

    /// <inheritdoc/>
    public override DatasetSummary Summary { get; } = new()
    {
        Name = Name,
        Description = "Fashion-MNIST: grayscale photographs of clothes from Zalando's catalogue (Xiao, Rasul and Vollgraf, 2017; MIT licence).",
        Kind = DatasetKind.Images,
        Target = ImageDataset.TargetName,
        Images = new ImageShape(
            28, 28, ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"])
        {
            TrainingImages = 60_000,
        },
    };

    private protected override async Task<Dataset> ReadAsync(CancellationToken cancellationToken) => new ImageDataset(
        Summary,
        await ReadPartAsync(TrainImages, TrainLabels, cancellationToken),
        await ReadPartAsync(TestImages, TestLabels, cancellationToken));

    private Task<ImagePart> ReadPartAsync(string images, string labels, CancellationToken cancellationToken) =>
        IdxImages.ReadAsync(Summary.Images!, Files.GetPath(images), Files.GetPath(labels), cancellationToken);
}
