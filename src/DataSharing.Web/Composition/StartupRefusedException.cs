namespace DataSharing.Web.Composition;

/// <summary>The platform must not start as it is configured. The message is one clear sentence for the operator and holds no secret.</summary>
public sealed class StartupRefusedException(string sentence, Exception? inner = null) : Exception(sentence, inner);
