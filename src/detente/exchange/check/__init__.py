"""The checker: what was said, when, and that nothing was altered, dropped or shown differently.

It needs the standard library and one call for Ed25519 (the package ``cryptography``), and trusts
nobody: not the host of the log, not whoever carried the file. Copy this folder to any machine and
run ``python check FILE``. Read it from the bottom: `reading`, `tree`, `sealed`, `notes`, `keyring`,
`receipt`, `log_file`, `pouch`, `told`.
"""
