namespace LearnML.Api.Hosting;

/// <summary>The answer to <c>--help</c>.</summary>
internal static class HelpText
{
    /// <summary>The text.</summary>
    public static string Text { get; } =
        $"""
        LearnML {ProcessIdentity.Version.Split('+')[0]} trains neural networks and serves them over HTTP.

          LearnML.Api [options]         start the service
          LearnML.Api demo [options]    start it, train a network, predict ten images, and keep serving
          LearnML.Api keys ...          create, list and revoke keys; 'keys' alone shows how
          LearnML.Api backup FOLDER     copy the data of a service with SQLite to a folder, even while it runs
          LearnML.Api restore FOLDER    put a backup into the data folder
          LearnML.Api repair            replace a damaged database, and list models and jobs again
          LearnML.Api help              show this text

        From the source: dotnet run --project src/Api -- demo

        Common options, with their defaults:
          --urls http://localhost:5080  where the service listens
          --LearnML:Data data           the folder of the database, uploads and checkpoints
          --LearnML:Datasets FOLDER     where built-in datasets are looked for; by default 'datasets' in the data folder
          --LearnML:Device auto         auto, cpu, cuda or cuda:1

        An environment variable sets an option too: LearnML__Data=data. All options: src/Api/Docs/settings.md.
        """;
}
