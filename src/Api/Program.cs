using LearnML.Api;
using LearnML.Api.Access;
using LearnML.Api.Demo;
using LearnML.Api.Hosting;
using LearnML.Api.Storage.Recovery;

WebApplicationBuilder? builder = null;
try
{
    var commandLine = CommandLine.Parse(args);
    if (commandLine.Command == CommandLine.Help)
    {
        Console.WriteLine(HelpText.Text);
        return 0;
    }

    var demo = commandLine.Command == CommandLine.Demo;
    if (demo)
    {
        Console.WriteLine("LearnML is starting ...");
    }

    builder = ServiceSetup.CreateBuilder(commandLine.Arguments);
    var starter = new ServiceStarter(builder.Logging);
    if (demo)
    {
        builder.Logging.QuietForDemo();
    }

    var app = builder.Build();
    if (commandLine.Command == CommandLine.Keys)
    {
        await app.RunKeyCommandAsync(commandLine.Arguments, Console.Out);
        return 0;
    }

    if (commandLine.Command is CommandLine.Backup or CommandLine.Restore or CommandLine.Repair)
    {
        await app.RunRecoveryCommandAsync(commandLine, Console.Out);
        return 0;
    }

    if (!await starter.StartAsync(app))
    {
        return 0;
    }

    if (demo)
    {
        await app.RunDemoAsync();
    }

    await app.WaitForShutdownAsync();
    return 0;
}
catch (StartupException exception)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 1;
}
catch (Exception exception) when (UnreadableSetting.Describe(exception, builder?.Configuration) is { } line)
{
    await Console.Error.WriteLineAsync(line);
    return 1;
}
