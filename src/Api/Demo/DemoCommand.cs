using System.Globalization;
using System.Net;
using LearnML.Client;
using LearnML.Contracts;
using LearnML.Training.Datasets.Images;

namespace LearnML.Api.Demo;

/// <summary>
/// Runs the demo in a terminal: trains the recipe <c>mlp</c>, shows its epochs, and predicts ten test images. The demo is a client
/// of the service in the same process and uses only its public routes.
/// </summary>
/// <param name="learnML">The client of the service.</param>
/// <param name="terminal">The output.</param>
/// <param name="datasetFolder">The folder of the built-in datasets.</param>
internal sealed class DemoCommand(LearnMLClient learnML, DemoTerminal terminal, string datasetFolder)
{
    private const string Recipe = "mlp";
    private const int ImageCount = 10;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        terminal.WriteLine($"Now listening on: {learnML.Address.GetLeftPart(UriPartial.Authority)}");
        var job = await StartAsync(cancellationToken);
        job = await FollowAsync(job, cancellationToken);
        if (job.State == JobState.Succeeded)
        {
            await PredictAsync(job, cancellationToken);
        }
        else
        {
            terminal.WriteLine($"The job is {job.State}. {job.Error}");
        }

        terminal.WriteLine();
        terminal.WriteLine($"The job        {new Uri(learnML.Address, $"/api/jobs/{job.Id}")}");
        terminal.WriteLine($"Its report     {new Uri(learnML.Address, $"/api/jobs/{job.Id}/report")}");
        terminal.WriteLine($"Swagger UI     {new Uri(learnML.Address, "/swagger")}");
        terminal.WriteLine($"The dashboard  {learnML.Address}");
        terminal.WriteLine("The service runs until you press Ctrl+C.");
    }

    private async Task<Job> StartAsync(CancellationToken cancellationToken)
    {
        var dataset = (await learnML.Recipes.GetAsync(Recipe, cancellationToken)).Spec.Dataset;
        terminal.WriteLine($"Loading the dataset {dataset} ...");
        try
        {
            await learnML.Datasets.GetAsync(dataset, cancellationToken);
        }
        catch (LearnMLException exception) when (exception.Status == HttpStatusCode.ServiceUnavailable)
        {
            terminal.WriteLine(exception.Detail);
            terminal.WriteLine($"The folder of LearnML:Datasets is {datasetFolder}.");
            terminal.WriteLine($"The demo continues with {Glyphs.Name}, a small generated dataset of drawings.");
            dataset = Glyphs.Name;
        }

        var job = await learnML.Jobs.RunRecipeAsync(Recipe, new { dataset }, cancellationToken);
        terminal.WriteLine($"Training the recipe {Recipe} on {dataset}: job {job.Id}");
        terminal.WriteLine("epoch   train loss   accuracy   validation loss   accuracy");
        return job;
    }

    private async Task<Job> FollowAsync(Job job, CancellationToken cancellationToken)
    {
        var epochs = ShowEpochsAsync(job, cancellationToken);
        while (!epochs.IsCompleted)
        {
            job = await learnML.Jobs.GetAsync(job.Id, cancellationToken);
            terminal.WriteProgress(job.Progress, DescribeSpeed(job));
            await Task.WhenAny(epochs, Task.Delay(PollInterval, cancellationToken));
        }

        await epochs;
        return await learnML.Jobs.GetAsync(job.Id, cancellationToken);
    }

    /// <summary>Returns the speed and the remaining time; before these are known, what the job waits for.</summary>
    internal static string DescribeSpeed(Job job) => job switch
    {
        { SamplesPerSecond: { } speed, EtaSeconds: { } left } =>
            string.Create(CultureInfo.InvariantCulture, $"{speed:n0} images/s, {left:f0} s left"),
        { State: JobState.Queued } => "waiting for earlier jobs",
        { SamplesPerSecond: null } => "starting",
        _ => "",
    };

    private async Task ShowEpochsAsync(Job job, CancellationToken cancellationToken)
    {
        await foreach (var epoch in learnML.Jobs.WatchAsync(job.Id, cancellationToken: cancellationToken))
        {
            var (train, validation) = (epoch.Train, epoch.Validation!);
            terminal.WriteLine(
                $"{epoch.Epoch,5}   {train.Loss,10:f4}   {train.Accuracy,8:f4}   {validation.Loss,15:f4}   {validation.Accuracy,8:f4}");
        }
    }

    private async Task PredictAsync(Job job, CancellationToken cancellationToken)
    {
        var rows = await learnML.Datasets.GetRowsAsync(job.Spec.Dataset, DatasetPart.Test, take: ImageCount, cancellationToken: cancellationToken);
        var answer = await learnML.Models.PredictAsync(
            job.Model, rows.Items.Select(row => row.Pixels!), job.Version, cancellationToken: cancellationToken);
        terminal.WriteLine();
        terminal.WriteLine($"{ImageCount} test images, predicted by {answer.Model} version {answer.Version} from its saved checkpoint:");
        foreach (var (row, predicted) in rows.Items.Zip(answer.Predictions))
        {
            var mark = row.ClassIndex == predicted.ClassIndex ? ' ' : '!';
            var probability = predicted.Probabilities![predicted.ClassIndex!.Value];
            terminal.WriteLine($"{mark} {predicted.Label,-12} {probability,6:p0}   true: {row.Label}");
        }
    }
}
